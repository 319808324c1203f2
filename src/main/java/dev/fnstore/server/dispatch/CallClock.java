package dev.fnstore.server.dispatch;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of the command that runs: a clock is read once when it begins, for its duration, and the
 * wall clock at most once in a millisecond. For who runs commands.
 */
public final class CallClock {
  private static final long NANOS_BETWEEN_LOOKS = 1_000_000;
  private static final long NANOS_PER_MS = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final InstantSource wall;
  private long startNanos;
  private long lookedNanos;

  /** What the clock on the wall said then, in ns since 1970. */
  private long wallNanos;

  private long nowMs;

  public CallClock(InstantSource wall) {
    this.wall = wall;
    look();
  }

  private void look() {
    startNanos = System.nanoTime();
    lookedNanos = startNanos;
    Instant now = wall.instant();
    wallNanos = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    nowMs = wallNanos / NANOS_PER_MS;
  }

  /** A command begins. */
  void begin() {
    startNanos = System.nanoTime();
    long sinceLook = startNanos - lookedNanos;
    if (sinceLook >= NANOS_BETWEEN_LOOKS) {
      look();
    } else {
      nowMs = (wallNanos + sinceLook) / NANOS_PER_MS;
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
