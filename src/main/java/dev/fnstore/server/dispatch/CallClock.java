package dev.fnstore.server.dispatch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time of the command that runs. A clock is read where it begins, unless the one before has
 * just ended, and where it ends, for its duration; the wall clock at most once in a millisecond.
 * For who runs commands.
 */
public final class CallClock {
  private static final long NANOS_BETWEEN_LOOKS = 1_000_000;
  private static final long NANOS_PER_MS = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final InstantSource wall;
  private final LongSupplier nanos;
  private long startNanos;
  private long endNanos;
  private boolean hasEnded;
  private long lookedNanos;

  /** What the clock on the wall said then, in ns since 1970. */
  private long wallNanos;

  private long nowMs;

  public CallClock(InstantSource wall) {
    this(wall, System::nanoTime);
  }

  /**
   * As {@link #CallClock(InstantSource)}.
   *
   * @param nanos as {@link System#nanoTime} counts
   */
  CallClock(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    look();
  }

  private void look() {
    startNanos = nanos.getAsLong();
    lookedNanos = startNanos;
    Instant now = wall.instant();
    wallNanos = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    nowMs = wallNanos / NANOS_PER_MS;
  }

  /** A command begins. */
  void begin() {
    beginAt(nanos.getAsLong());
  }

  /** A command begins; where nothing has come between, that is when the last one has ended. */
  void beginNext() {
    beginAt(hasEnded ? endNanos : nanos.getAsLong());
  }

  /** A command has ended; gives when, as {@link System#nanoTime} counts. */
  long end() {
    endNanos = nanos.getAsLong();
    hasEnded = true;
    return endNanos;
  }

  /** Something else than a command takes time. */
  void forgetEnd() {
    hasEnded = false;
  }

  private void beginAt(long start) {
    startNanos = start;
    hasEnded = false;
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
