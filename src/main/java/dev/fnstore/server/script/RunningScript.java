package dev.fnstore.server.script;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Interrupt;
import dev.fnstore.server.metrics.FunctionCounters;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A function or script that is running. */
final class RunningScript {
  /** What was called decides what may end it. */
  enum Kind {
    FUNCTION("FUNCTION KILL"),
    EVAL("SCRIPT KILL");

    private final String killCommand;

    Kind(String killCommand) {
      this.killCommand = killCommand;
    }

    String killCommand() {
      return killCommand;
    }
  }

  private final Kind kind;
  private final Bytes name;
  private final List<Bytes> words;
  private final long startNanos;
  private final FunctionCounters counters;
  private final Interrupt interrupt = Interrupt.onRequest();
  private @Nullable Instant stillTime;
  private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.OPEN);

  /** A run that has written is not killed, and one that was killed does not write. */
  private enum Fate {
    OPEN,
    WROTE,
    KILLED
  }

  /**
   * A run that begins.
   *
   * @param name of the function, or SHA-1 of the script
   * @param words the whole command that called it
   * @param startNanos when it began, as {@link System#nanoTime} counts
   * @param counters where it is counted
   */
  RunningScript(
      Kind kind, Bytes name, List<Bytes> words, long startNanos, FunctionCounters counters) {
    this.startNanos = startNanos;
    this.counters = counters;
    this.kind = kind;
    this.name = name;
    this.words = words;
  }

  /**
   * The time at the first look, within the millisecond that holds for the run: two runs are to see
   * two times, since scripts make names of them.
   */
  Instant stillTime(long nowMs) {
    Instant still = stillTime;
    if (still == null) {
      Instant first = Instant.ofEpochMilli(nowMs);
      Instant last = first.plus(999, ChronoUnit.MICROS);
      Instant now = Instant.now();
      still = now.isBefore(first) ? first : now.isAfter(last) ? last : now;
      stillTime = still;
    }
    return still;
  }

  Kind kind() {
    return kind;
  }

  Bytes name() {
    return name;
  }

  List<Bytes> words() {
    return words;
  }

  Interrupt interrupt() {
    return interrupt;
  }

  FunctionCounters counters() {
    return counters;
  }

  long elapsedNanos() {
    return System.nanoTime() - startNanos;
  }

  long elapsedMs() {
    return elapsedNanos() / 1_000_000;
  }

  /** It has been killed; that it has ended already may have saved it. */
  boolean isKilled() {
    return fate.get() == Fate.KILLED;
  }

  /** It has called a write command, so ending it would leave half of what it does. */
  boolean hasWritten() {
    return fate.get() == Fate.WROTE;
  }

  /** Before it writes: false if it has been killed, and may not. */
  boolean markWrite() {
    return fate.compareAndSet(Fate.OPEN, Fate.WROTE) || fate.get() == Fate.WROTE;
  }

  /** Before it is killed: false if it has written, and cannot be. */
  boolean markKilled() {
    return fate.compareAndSet(Fate.OPEN, Fate.KILLED) || fate.get() == Fate.KILLED;
  }
}
