package dev.fnstore.server.metrics;

/** What has happened to one function; counted by who runs commands, read by any thread. */
public final class FunctionCounters {
  private final Counter calls = new Counter();
  private final Counter errors = new Counter();
  private final Counter nanos = new Counter();
  private final Counter refusedWrites = new Counter();
  private final Counter kills = new Counter();
  private final LatencyDistribution latencies = new LatencyDistribution();
  private volatile long maxNanos;

  /**
   * It ran.
   *
   * @param hasFailed it was answered with an error
   * @param isTracked whether the time is to go into the distribution
   */
  public void ran(long durationNanos, boolean hasFailed, boolean isTracked) {
    calls.add(1);
    nanos.add(durationNanos);
    if (durationNanos > maxNanos) {
      maxNanos = durationNanos;
    }
    if (hasFailed) {
      errors.add(1);
    }
    if (isTracked) {
      latencies.record(durationNanos, false);
    }
  }

  /** It called a command that writes, and was not let. */
  public void writeRefused() {
    refusedWrites.add(1);
  }

  /** A run of it was killed. */
  public void killed() {
    kills.add(1);
  }

  public long calls() {
    return calls.sum();
  }

  /** Runs that were answered with an error. */
  public long errors() {
    return errors.sum();
  }

  public long micros() {
    return nanos.sum() / 1000;
  }

  /** The longest run. */
  public long maxMicros() {
    return maxNanos / 1000;
  }

  public long refusedWrites() {
    return refusedWrites.sum();
  }

  public long kills() {
    return kills.sum();
  }

  public LatencyDistribution latencies() {
    return latencies;
  }

  /** For the owner. */
  public void reset() {
    calls.reset();
    errors.reset();
    nanos.reset();
    refusedWrites.reset();
    kills.reset();
    latencies.reset();
    maxNanos = 0;
  }
}
