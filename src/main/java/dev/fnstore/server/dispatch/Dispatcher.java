package dev.fnstore.server.dispatch;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.keyspace.KeyWait;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.config.ServerConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a request from its words to its reply: finds the command, checks what Valkey checks in
 * Valkey's order, queues it in a transaction or runs it.
 */
public final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private static final Reply QUEUED = Reply.simple("QUEUED");
  private static final Set<String> NEVER_QUEUED =
      Set.of("exec", "discard", "multi", "watch", "quit", "reset");

  private final CommandTable table;
  private final Statistics statistics;
  private final MemoryLimit memory;
  private final CallChecks checks;
  private final KeyWrites keyWrites;
  private final InstantSource clock;
  private final CallClock time;
  private final PauseGate gate;
  private final CallObserver observer;
  private final Access access;
  private @Nullable Begun begun;
  private @Nullable PendingRead pendingRead;
  private @Nullable PendingWait pendingWait;

  /** How much of a command is to run. */
  private enum Run {
    WHOLE,
    BEGIN,
    FINISH,
    /** After it has waited. */
    AGAIN,
    /** While a script runs on another thread. */
    BESIDE_A_SCRIPT
  }

  /** A command that was left on the way. */
  private record Begun(Command command, Call call, long startNanos) {}

  public Dispatcher(
      CommandTable table,
      ServerConfig config,
      Statistics statistics,
      MemoryLimit memory,
      KeyWrites keyWrites,
      InstantSource clock,
      Pause pause,
      CallObserver observer,
      Access access) {
    this.access = access;
    this.time = new CallClock(clock);
    this.gate = new PauseGate(pause, table, access, clock);
    this.observer = observer;
    this.table = table;
    this.statistics = statistics;
    this.memory = memory;
    this.checks = new CallChecks(config, memory, access);
    this.keyWrites = keyWrites;
    this.clock = clock;
  }

  /**
   * Whether a request is to wait, because a pause is on; by who runs commands.
   *
   * @param words at least one
   */
  public boolean isHeldBack(Client client, List<Bytes> words) {
    return gate.holds(client, words);
  }

  /**
   * On the executor thread: checks a client's request and runs or queues it.
   *
   * @return null if it has to read first, or waits: {@link #takePendingRead} or {@link
   *     #takePendingWait} gives for what
   */
  public @Nullable Reply dispatch(Client client, List<Bytes> words) {
    return dispatch(client, words, null, false);
  }

  /** The request that {@link #dispatch} has just left to be read for; null if it waits. */
  public @Nullable PendingRead takePendingRead() {
    PendingRead taken = pendingRead;
    pendingRead = null;
    return taken;
  }

  /** The request that {@link #dispatch} has just left to wait; null if it is read for. */
  public @Nullable PendingWait takePendingWait() {
    PendingWait taken = pendingWait;
    pendingWait = null;
    return taken;
  }

  /**
   * By who runs commands: runs what has waited again, with all checks, since what its client may do
   * can be another by now.
   *
   * @return null if it has to wait on
   */
  public @Nullable Reply runAgain(PendingWait waited) {
    Command command = waited.command();
    time.begin();
    long startNanos = time.startNanos() - waited.nanos();
    Call before = waited.call();
    Call call = new Call(before.client(), before.spec(), before.words(), time.nowMs());
    keyWrites.requestBegins();
    Reply.ErrorReply refusal = checks.check(call, command.effectiveFlags(call), null);
    if (refusal != null) {
      return refuse(call.client(), command, refusal, false);
    }
    boolean waitsOn = command.waiting(call) != null;
    Reply reply = Objects.requireNonNull(guarded(command, call, Run.AGAIN));
    if (waitsOn && !(reply instanceof Reply.ErrorReply)) {
      return null;
    }
    counted(command, call, startNanos, reply, false);
    time.forgetEnd(); // its reply is written before the next of another client begins
    return noted(call, reply);
  }

  /** By who runs commands: what has waited waits no more, and {@code reply} is its answer. */
  public Reply giveUp(PendingWait waited, Reply reply) {
    Call call = waited.call();
    counted(waited.command(), call, System.nanoTime() - waited.nanos(), reply, false);
    return noted(call, reply);
  }

  /** On the executor thread: the reply of what has been read for. */
  public Reply finish(PendingRead read) {
    Call call = read.call();
    time.begin();
    boolean observed = observer.isInterested();
    if (observed) {
      observer.begins(call);
    }
    Reply reply;
    try {
      reply = read.reply();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      reply = failed(call, e);
    }
    if (observed) {
      observer.ran(call);
    }
    counted(read.command(), call, read.startNanos(), reply, false);
    return noted(call, reply);
  }

  /**
   * On an event loop that has entered the executor: as {@link #dispatch}, if the request is short.
   *
   * @param follows whether it comes right behind another, so that it begins where that one ends
   * @return null if the request is for the executor, or has begun and is for it to finish
   */
  public @Nullable Reply begin(Client client, List<Bytes> words, boolean follows) {
    if (!follows) {
      time.forgetEnd();
    }
    return dispatch(client, words, null, true);
  }

  /** Whether {@link #begin} has left something for {@link #finish}. */
  public boolean hasBegun() {
    return begun != null;
  }

  /** On the executor thread: the reply of what {@link #begin} has left. */
  public Reply finish() {
    Begun left = Objects.requireNonNull(begun);
    begun = null;
    Reply reply = Objects.requireNonNull(guarded(left.command(), left.call(), Run.FINISH));
    counted(left.command(), left.call(), left.startNanos(), reply, false);
    return noted(left.call(), reply);
  }

  /**
   * On an event loop, while a script is busy and the executor with it: what is allowed then runs
   * here, all else is answered {@code busy} and never runs, even if the script has ended meanwhile.
   */
  public Reply dispatchWhileBusy(Client client, List<Bytes> words, Reply.ErrorReply busy) {
    return Objects.requireNonNull(dispatch(client, words, busy, false));
  }

  private @Nullable Reply dispatch(
      Client client, List<Bytes> words, Reply.@Nullable ErrorReply busy, boolean begin) {
    CommandTable.Found found = table.find(words);
    if (found instanceof CommandTable.Unknown unknown) {
      return refuse(client, null, unknown.reply(), busy != null);
    }
    Command command = ((CommandTable.Known) found).command();
    CommandSpec spec = command.spec();
    if (!spec.takes(words)) {
      return refuse(client, command, CommandTable.wrongArity(spec), busy != null);
    }
    long startNanos = begins(begin, busy != null);
    Call call = new Call(client, spec, words, busy != null ? clock.millis() : time.nowMs());
    Transaction transaction = client.transaction();
    boolean isQueued = transaction != null && !NEVER_QUEUED.contains(spec.name());
    if (begin && !isQueued && !command.mayBegin(call)) {
      return null;
    }
    client.begins(spec, call.nowMs());
    Set<CommandFlag> flags = busy != null ? spec.flags() : command.effectiveFlags(call);
    if (busy == null) {
      keyWrites.requestBegins();
    }
    Reply.ErrorReply refusal = checks.check(call, flags, busy);
    if (refusal != null) {
      return refuse(client, command, refusal, busy != null);
    }
    if (transaction != null && isQueued) {
      transaction.add(command, words, flags);
      return QUEUED;
    }
    if (!begin && busy == null) {
      PendingRead read = pendingRead(command, call, startNanos);
      if (read != null) {
        pendingRead = read;
        return null;
      }
    }
    KeyWait wait = begin || busy != null ? null : command.waiting(call);
    Run run = begin ? Run.BEGIN : busy == null ? Run.WHOLE : Run.BESIDE_A_SCRIPT;
    Reply reply = guarded(command, call, run);
    if (reply == null) {
      begun = new Begun(command, call, startNanos);
      return null;
    }
    if (wait != null && !(reply instanceof Reply.ErrorReply)) {
      pendingWait = pendingWait(command, call, wait, startNanos);
      return null;
    }
    counted(command, call, startNanos, reply, busy != null);
    return noted(call, reply);
  }

  /** It has run, and found nothing. */
  private static PendingWait pendingWait(
      Command command, Call call, KeyWait wait, long startNanos) {
    Call again = new Call(call.client(), call.spec(), wait.words(), call.nowMs());
    long nanos = System.nanoTime() - startNanos;
    return new PendingWait(command, again, wait, call.client().database(), nanos);
  }

  private static @Nullable PendingRead pendingRead(Command command, Call call, long startNanos) {
    try {
      Reading reading = command.reading(call);
      return reading == null ? null : new PendingRead(command, call, startNanos, reading);
    } catch (RefusedException e) {
      return null; // running it tells the same
    }
  }

  /** Who runs commands has a clock of its own. */
  private long begins(boolean onEventLoop, boolean elsewhere) {
    if (elsewhere) {
      return System.nanoTime();
    } else if (onEventLoop) {
      time.beginNext();
    } else {
      time.begin();
    }
    return time.startNanos();
  }

  /** A reply that goes to a client: errors count, and what it sent may be worth a note. */
  private Reply noted(Call call, Reply reply) {
    statistics.requested(call);
    if (reply instanceof Reply.ErrorReply error && !error.isCounted()) {
      statistics.error(error.text());
    }
    return reply;
  }

  /** Whether more memory is used than maxmemory allows, or than the process can have. */
  public boolean isOutOfMemory(long nowMs) {
    return memory.isExceeded(nowMs);
  }

  private Reply refuse(
      Client client, @Nullable Command command, Reply.ErrorReply refusal, boolean elsewhere) {
    if (command != null) {
      command.counters().refused(elsewhere);
    }
    statistics.error(refusal.text());
    if (command != null && command.spec().name().equals("exec")) {
      client.transaction(null);
      observer.transactionAbandoned(client);
      return new Reply.ErrorReply(
          Bytes.of("EXECABORT Transaction discarded because of: ").concat(bare(refusal.text())));
    }
    Transaction transaction = client.transaction();
    if (transaction != null) {
      transaction.doom();
    }
    return refusal;
  }

  /** A refusal's text without the code word that says nothing. */
  private static Bytes bare(Bytes refusal) {
    Bytes code = Bytes.of("ERR ");
    return refusal.startsWith(code) ? refusal.slice(code.length(), refusal.length()) : refusal;
  }

  /** Runs a command that has been checked; for the thread that runs commands. */
  public Reply execute(Command command, Call call) {
    time.begin();
    long startNanos = time.startNanos();
    Reply reply = Objects.requireNonNull(guarded(command, call, Run.WHOLE));
    counted(command, call, startNanos, reply, false);
    return reply;
  }

  private @Nullable Reply guarded(Command command, Call call, Run run) {
    boolean observed = observer.isInterested();
    // What runs beside a script is not what changes keys now, so it must not be taken for that.
    if (observed && run != Run.FINISH && run != Run.BESIDE_A_SCRIPT) {
      observer.begins(call);
    }
    try {
      Reply reply =
          switch (run) {
            case WHOLE, AGAIN, BESIDE_A_SCRIPT -> command.run(call);
            case BEGIN -> command.begin(call);
            case FINISH -> command.finish();
          };
      if (observed && reply != null) {
        if (run == Run.AGAIN) {
          observer.ranAgain(call);
        } else {
          observer.ran(call);
        }
      }
      return reply;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return failed(call, e);
    }
  }

  private Reply failed(Call call, Throwable e) {
    LOG.error("The command {} failed", call.spec().name(), e);
    statistics.unexpectedError();
    return Reply.err("internal error: " + e);
  }

  private void counted(
      Command command, Call call, long startNanos, Reply reply, boolean elsewhere) {
    boolean failed = reply instanceof Reply.ErrorReply;
    long endNanos = elsewhere ? System.nanoTime() : time.end();
    statistics.ran(command, call, endNanos - startNanos, failed, elsewhere);
  }

  /**
   * A request has been answered; to be told by who writes the reply.
   *
   * @param bytes as they go to the client
   */
  public void replied(Client client, List<Bytes> words, long bytes) {
    if (statistics.largeReplyLog().takes(bytes)
        && table.find(words) instanceof CommandTable.Known known) {
      Call call = new Call(client, known.command().spec(), words, clock.millis());
      statistics.replied(call, bytes);
    }
  }

  /** When the command that runs began, as {@link System#nanoTime} counts. */
  public long startNanos() {
    return time.startNanos();
  }

  /** Who may do what. */
  public Access access() {
    return access;
  }

  public CommandTable table() {
    return table;
  }
}
