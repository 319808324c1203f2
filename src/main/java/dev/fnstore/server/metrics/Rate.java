package dev.fnstore.server.metrics;

/**
 * How fast a sum has grown of late: the mean of its last 16 looks, as Valkey's instantaneous
 * figures are. One thread looks; any may ask.
 */
public final class Rate {
  private static final int LOOKS = 16;

  private final double[] perSecond = new double[LOOKS];
  private int next;
  private long lastNanos;
  private long lastSum;
  private boolean started;
  private volatile double mean;

  /** Looks at the sum; to be called about every 100 ms. */
  public void look(long nowNanos, long sum) {
    long elapsed = nowNanos - lastNanos;
    if (started && elapsed > 0) {
      // A sum that was set back by CONFIG RESETSTAT has grown by what it is now.
      long grown = sum < lastSum ? sum : sum - lastSum;
      perSecond[next] = grown * 1e9 / elapsed;
      next = (next + 1) % LOOKS;
      double all = 0;
      for (double rate : perSecond) {
        all += rate;
      }
      mean = all / LOOKS;
    }
    started = true;
    lastNanos = nowNanos;
    lastSum = sum;
  }

  /** Per second. */
  public double perSecond() {
    return mean;
  }
}
