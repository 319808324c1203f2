package dev.fnstore.server.dispatch;

import java.time.InstantSource;

/**
 * The time of the command that runs: a clock is read once when it begins, for its duration, and the
 * wall clock at most once in a millisecond. For who runs commands.
 */
public final class CallClock {
  private static final long NANOS_BETWEEN_LOOKS = 1_000_000;

  private final InstantSource wall;
  private long startNanos;
  private long lookedNanos;
  private long nowMs;

  public CallClock(InstantSource wall) {
    this.wall = wall;
    this.startNanos = System.nanoTime();
    this.lookedNanos = startNanos;
    this.nowMs = wall.millis();
  }

  /** A command begins. */
  void begin() {
    startNanos = System.nanoTime();
    if (startNanos - lookedNanos >= NANOS_BETWEEN_LOOKS) {
      lookedNanos = startNanos;
      nowMs = wall.millis();
    }
  }

  /** When the last command began, as {@link System#nanoTime} counts. */
  public long startNanos() {
    return startNanos;
  }

  /** In ms since 1970, when the last command began. */
  long nowMs() {
    return nowMs;
  }
}
