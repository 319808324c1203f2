package dev.fnstore.server.script;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Interrupt;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

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
  private final Interrupt interrupt = Interrupt.onRequest();
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
   */
  RunningScript(Kind kind, Bytes name, List<Bytes> words, long startNanos) {
    this.startNanos = startNanos;
    this.kind = kind;
    this.name = name;
    this.words = words;
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

  long elapsedMs() {
    return (System.nanoTime() - startNanos) / 1_000_000;
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
