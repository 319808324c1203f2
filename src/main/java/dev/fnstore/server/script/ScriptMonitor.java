package dev.fnstore.server.script;

import dev.fnstore.resp.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is running now, and whether it is busy: has run past the threshold. The executor begins and
 * ends runs; a watching thread finds them busy and tells a listener, who then lets event loops
 * answer; any thread may ask, or kill.
 */
public final class ScriptMonitor implements AutoCloseable {
  private static final long SHORTEST_LOOK_NANOS = 1_000_000;
  private static final long LONGEST_LOOK_NANOS = 100_000_000;

  /** How long a script may go on at most where the server ends. */
  private static final long PATIENCE_MS = 5_000;

  private static final Reply.ErrorReply NOT_BUSY =
      Reply.ErrorReply.of("NOTBUSY No scripts in execution right now.");
  private static final Reply.ErrorReply UNKILLABLE =
      Reply.ErrorReply.of(
          "UNKILLABLE Sorry the script already executed write commands against the dataset. You"
              + " can either wait the script termination or kill the server in a hard way using the"
              + " SHUTDOWN NOSAVE command.");

  private static final String TOO_LONG = "Script ran longer than script-time-limit and was killed.";
  private static final String SHUTDOWN = "Script killed by shutdown.";

  private final LongSupplier thresholdMs;
  private final LongSupplier limitMs;
  private final Runnable onBusy;
  private final Thread watch;
  private volatile @Nullable RunningScript current;
  private volatile @Nullable RunningScript busy;
  private volatile boolean shuttingDown;
  private volatile Runnable onCutOff = () -> {};
  private volatile boolean closed;

  /**
   * Starts to watch.
   *
   * @param thresholdMs asked again and again; 0 for never
   * @param limitMs after how long a run that has not written is ended; asked again and again; 0 for
   *     never
   * @param onBusy called once for each run that becomes busy
   */
  public ScriptMonitor(LongSupplier thresholdMs, LongSupplier limitMs, Runnable onBusy) {
    this.thresholdMs = thresholdMs;
    this.limitMs = limitMs;
    this.onBusy = onBusy;
    this.watch = new Thread(this::watch, "fnstore-script-watch");
    watch.setDaemon(true);
    watch.start();
  }

  void begin(RunningScript script) {
    current = script;
  }

  void end() {
    current = null;
    busy = null;
  }

  private void watch() {
    while (!closed) {
      long threshold = thresholdMs.getAsLong();
      RunningScript running = current;
      if (running != null && running != busy && threshold > 0 && running.elapsedMs() >= threshold) {
        tellThatItIsBusy(running);
      }
      long limit = limitMs.getAsLong();
      if (running != null && limit > 0 && running.elapsedMs() >= limit && running.markKilled()) {
        running.interrupt().interrupt(TOO_LONG);
      }
      if (running != null && shuttingDown && running.elapsedMs() >= patienceMs(threshold)) {
        if (!running.markKilled()) {
          onCutOff.run(); // before it ends, since what it has written is half of what it does
        }
        running.interrupt().interrupt(SHUTDOWN);
      }
      long look = Math.min(lookNanos(threshold), lookNanos(limit));
      LockSupport.parkNanos(Math.max(SHORTEST_LOOK_NANOS, Math.min(LONGEST_LOOK_NANOS, look)));
    }
  }

  private static long patienceMs(long thresholdMs) {
    return thresholdMs > 0 ? Math.min(thresholdMs, PATIENCE_MS) : PATIENCE_MS;
  }

  /** A tenth of what is waited for. */
  private static long lookNanos(long milliseconds) {
    return milliseconds <= 0 || milliseconds > LONGEST_LOOK_NANOS / 100_000
        ? LONGEST_LOOK_NANOS
        : milliseconds * 100_000;
  }

  /** A script that eats all memory may leave none for this: then it is tried again. */
  private void tellThatItIsBusy(RunningScript running) {
    try {
      busy = running;
      onBusy.run();
    } catch (RuntimeException | OutOfMemoryError e) {
      busy = null;
    }
  }

  /** The run that is busy now; a run that ended meanwhile is not. */
  private @Nullable RunningScript busyRun() {
    RunningScript candidate = busy;
    return candidate != null && candidate == current ? candidate : null;
  }

  /**
   * What TIME says to the script that runs: the same each time.
   *
   * @param nowMs the time that holds for it, in ms since 1970
   */
  public Instant stillTime(long nowMs) {
    RunningScript running = current;
    return running == null ? Instant.ofEpochMilli(nowMs) : running.stillTime(nowMs);
  }

  public boolean isBusy() {
    return busyRun() != null;
  }

  /** What commands are answered while a script is busy; empty while none is. */
  public Optional<Reply.ErrorReply> busyReply() {
    return Optional.ofNullable(busyRun()).map(ScriptMonitor::busyReply);
  }

  private static Reply.ErrorReply busyReply(RunningScript running) {
    return Reply.ErrorReply.of(
        "BUSY Valkey is busy running a script. You can only call "
            + running.kind().killCommand()
            + " or SHUTDOWN NOSAVE.");
  }

  /** FUNCTION KILL. */
  public Reply killFunction() {
    return kill(RunningScript.Kind.FUNCTION);
  }

  /** SCRIPT KILL. */
  public Reply killScript() {
    return kill(RunningScript.Kind.EVAL);
  }

  private Reply kill(RunningScript.Kind kind) {
    RunningScript running = current;
    if (running == null) {
      return NOT_BUSY;
    } else if (running.hasWritten()) {
      return UNKILLABLE;
    } else if (running.kind() != kind) {
      return busyReply(running);
    } else if (!running.markKilled()) {
      return UNKILLABLE; // it has written since
    }
    running.interrupt().interrupt("Script killed by user with " + kind.killCommand() + ".");
    return Reply.OK;
  }

  /**
   * The server stops: from now on a script that is busy is ended, written or not. A short one goes
   * on to its end, so that what it writes is whole, as with Valkey.
   *
   * @param beforeCutOff called before a script is ended that has written
   */
  public void shutDown(Runnable beforeCutOff) {
    onCutOff = beforeCutOff;
    shuttingDown = true;
    LockSupport.unpark(watch);
  }

  /** FUNCTION STATS' {@code running_script}; an error while a script of EVAL runs. */
  public Reply describe() {
    RunningScript running = current;
    if (running == null) {
      return Reply.NULL;
    } else if (running.kind() == RunningScript.Kind.EVAL) {
      return busyReply(running);
    }
    List<Reply> words = new ArrayList<>();
    running.words().forEach(word -> words.add(Reply.bulk(word)));
    return new Reply.Dictionary(
        List.of(
            new Reply.Entry(Reply.bulk("name"), Reply.bulk(running.name())),
            new Reply.Entry(Reply.bulk("command"), Reply.array(words)),
            new Reply.Entry(Reply.bulk("duration_ms"), Reply.of(running.elapsedMs()))));
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watch);
  }
}
