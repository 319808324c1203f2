package dev.fnstore.server.metrics;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * How long a command took, in Valkey's resolution: 1 ns to 1 s, longer counts as 1 s, two digits.
 * Takes no memory (then about 25 kB) until the command is first called. Read by the owner only.
 */
public final class LatencyDistribution {
  private static final long LEAST_NANOS = 1;
  private static final long MOST_NANOS = 1_000_000_000;
  private static final int DIGITS = 2;

  /** The first bucket of LATENCY HISTOGRAM ends here, each further one at twice the last. */
  private static final int FIRST_BUCKET_NANOS = 1024;

  private @Nullable Histogram own;
  private @Nullable Histogram others;

  /**
   * A bucket that is not empty.
   *
   * @param atMostMicros the longest time that falls into it
   * @param count how many calls took that long or less
   */
  public record Bucket(long atMostMicros, long count) {}

  /** One call took this long. */
  public void record(long nanos, boolean elsewhere) {
    long clamped = Math.max(LEAST_NANOS, Math.min(MOST_NANOS, nanos));
    if (elsewhere) {
      recordElsewhere(clamped);
      return;
    }
    Histogram histogram = own;
    if (histogram == null) {
      histogram = create();
      own = histogram;
    }
    histogram.recordValue(clamped);
  }

  private synchronized void recordElsewhere(long nanos) {
    Histogram histogram = others;
    if (histogram == null) {
      histogram = create();
      others = histogram;
    }
    histogram.recordValue(nanos);
  }

  private static Histogram create() {
    return new Histogram(LEAST_NANOS, MOST_NANOS, DIGITS);
  }

  private synchronized Histogram all() {
    Histogram all = create();
    if (own != null) {
      all.add(own);
    }
    if (others != null) {
      all.add(others);
    }
    return all;
  }

  /** How many calls were recorded. */
  public long count() {
    return all().getTotalCount();
  }

  /** The times in ns below which these shares of the calls, in percent, fell. */
  public List<Long> percentiles(List<Double> percents) {
    Histogram all = all();
    return percents.stream().map(all::getValueAtPercentile).toList();
  }

  /** As LATENCY HISTOGRAM shows it. */
  public List<Bucket> buckets() {
    List<Bucket> buckets = new ArrayList<>();
    for (HistogramIterationValue step : all().logarithmicBucketValues(FIRST_BUCKET_NANOS, 2)) {
      if (step.getCountAddedInThisIterationStep() > 0) {
        buckets.add(new Bucket(step.getValueIteratedTo() / 1000, step.getTotalCountToThisValue()));
      }
    }
    return buckets;
  }

  /** For the owner. */
  synchronized void reset() {
    own = null;
    others = null;
  }
}
