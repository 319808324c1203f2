package dev.fnstore.server.metrics;

/** What has happened to one command; hangs on its entry in the command table. */
public final class CommandCounters {
  private final Counter calls = new Counter();
  private final Counter nanos = new Counter();
  private final Counter rejected = new Counter();
  private final Counter failed = new Counter();
  private final LatencyDistribution latencies = new LatencyDistribution();

  /**
   * It ran.
   *
   * @param elsewhere not on the thread that owns the counters, see {@link Counter}
   */
  public void ran(long durationNanos, boolean hasFailed, boolean elsewhere) {
    calls.add(1, elsewhere);
    nanos.add(durationNanos, elsewhere);
    if (hasFailed) {
      failed.add(1, elsewhere);
    }
  }

  /** It was refused before it ran. */
  public void refused(boolean elsewhere) {
    rejected.add(1, elsewhere);
  }

  public long calls() {
    return calls.sum();
  }

  public long micros() {
    return nanos.sum() / 1000;
  }

  public long rejected() {
    return rejected.sum();
  }

  public long failed() {
    return failed.sum();
  }

  public LatencyDistribution latencies() {
    return latencies;
  }

  /** Whether there is anything to tell. */
  public boolean isUsed() {
    return calls() + rejected() > 0;
  }

  /** For the owner. */
  public void reset() {
    calls.reset();
    nanos.reset();
    rejected.reset();
    failed.reset();
    latencies.reset();
  }
}
