package dev.fnstore.engine;

import org.jspecify.annotations.Nullable;

/**
 * Ends a run from outside. Set by any thread, polled by the engine at every entry and backward jump
 * and inside library functions that can take long. Once set it stays set: a script that catches the
 * error is interrupted again at its next poll, so it cannot go on.
 */
public final class Interrupt {
  /** Neither deadline nor kill: for code that cannot loop. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  private static final int POLLS_PER_CLOCK_READ = 256;

  private final long deadlineNanos;
  private final String deadlineMessage;
  private int pollsUntilClockRead = POLLS_PER_CLOCK_READ;
  private volatile @Nullable String message;

  private Interrupt(long deadlineNanos, String deadlineMessage) {
    this.deadlineNanos = deadlineNanos;
    this.deadlineMessage = deadlineMessage;
  }

  /** One that only {@link #interrupt} sets. */
  public static Interrupt onRequest() {
    return new Interrupt(NO_DEADLINE, "");
  }

  /** One that sets itself with {@code message} once {@code limitMs} have passed from now. */
  public static Interrupt after(long limitMs, String message) {
    return new Interrupt(System.nanoTime() + limitMs * 1_000_000, message);
  }

  /** Ends the run with {@code message}, the text of the error without its code word. */
  public void interrupt(String message) {
    this.message = message;
  }

  public boolean isSet() {
    return message != null;
  }

  /**
   * To be called often by whatever runs.
   *
   * @throws ScriptInterrupted if the run is to end
   */
  public void poll() {
    String reason = message;
    if (reason != null) {
      throw new ScriptInterrupted(reason);
    }
    if (deadlineNanos != NO_DEADLINE && --pollsUntilClockRead <= 0) {
      pollsUntilClockRead = POLLS_PER_CLOCK_READ;
      if (System.nanoTime() - deadlineNanos >= 0) {
        message = deadlineMessage;
        throw new ScriptInterrupted(deadlineMessage);
      }
    }
  }
}
