package dev.fnstore.fleet;

/**
 * Keeps what is done again and again from being done all the time: each time within a minute of the
 * last doubles the pause before the next.
 */
final class Pace {
  private static final long FIRST_PAUSE_MS = 500;
  private static final int MOST_DOUBLINGS = 4;
  private static final long CALM_MS = 60_000;

  private long lastMs = Long.MIN_VALUE / 2;
  private int times;

  boolean allows(long nowMs) {
    return times == 0 || nowMs - lastMs >= FIRST_PAUSE_MS << Math.min(times - 1, MOST_DOUBLINGS);
  }

  void done(long nowMs) {
    times = nowMs - lastMs > CALM_MS ? 1 : times + 1;
    lastMs = nowMs;
  }
}
