package dev.fnstore.server.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * How long a command took, in Valkey's resolution: 1 ns to 1 s, longer counts as 1 s, two digits.
 * Takes about 25 kB once there were more calls than {@value #MOST_KEPT_APART}, and hardly any
 * before. Read by the owner only.
 */
public final class LatencyDistribution {
  private static final long LEAST_NANOS = 1;
  private static final long MOST_NANOS = 1_000_000_000;
  private static final int DIGITS = 2;

  /** The first bucket of LATENCY HISTOGRAM ends here, each further one at twice the last. */
  private static final int FIRST_BUCKET_NANOS = 1024;

  /** So many calls are kept one by one, in a hundredth of the memory. */
  private static final int MOST_KEPT_APART = 32;

  private Recorded own = new Recorded();
  private Recorded others = new Recorded();

  /** What one thread at a time records. */
  private static final class Recorded {
    private long[] few = {};
    private int count;
    private @Nullable Histogram many;

    void add(long nanos) {
      Histogram histogram = many;
      if (histogram != null) {
        histogram.recordValue(nanos);
      } else if (count < MOST_KEPT_APART) {
        if (count == few.length) {
          few = Arrays.copyOf(few, Math.max(2, 2 * count));
        }
        few[count++] = nanos;
      } else {
        histogram = create();
        addTo(histogram);
        few = new long[0];
        many = histogram;
        histogram.recordValue(nanos);
      }
    }

    void addTo(Histogram histogram) {
      if (many != null) {
        histogram.add(many);
        return;
      }
      for (int i = 0; i < count; i++) {
        histogram.recordValue(few[i]);
      }
    }
  }

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
    own.add(clamped);
  }

  private synchronized void recordElsewhere(long nanos) {
    others.add(nanos);
  }

  private static Histogram create() {
    return new Histogram(LEAST_NANOS, MOST_NANOS, DIGITS);
  }

  private synchronized Histogram all() {
    Histogram all = create();
    own.addTo(all);
    others.addTo(all);
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
    Histogram all = all();
    for (HistogramIterationValue step : all.logarithmicBucketValues(FIRST_BUCKET_NANOS, 2)) {
      // Valkey names a bucket after the last value that it cannot tell from its bound.
      if (step.getCountAddedInThisIterationStep() > 0) {
        buckets.add(
            new Bucket(
                all.highestEquivalentValue(step.getValueIteratedTo() + 1) / 1000,
                step.getTotalCountToThisValue()));
      }
    }
    return buckets;
  }

  /** For the owner. */
  synchronized void reset() {
    own = new Recorded();
    others = new Recorded();
  }
}
