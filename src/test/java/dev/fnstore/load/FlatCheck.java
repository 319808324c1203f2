package dev.fnstore.load;

import dev.fnstore.load.ServerFigures.Figures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Whether what a server holds stays as it is while the load does. */
final class FlatCheck {
  /** Until when buffers, caches and pools may grow to what the load needs. */
  private static final int WARM_SECONDS = 120;

  private static final int SAMPLES = 3;
  private static final double GROWTH = 1.1;
  private static final long HEAP_SLACK_BYTES = 8L << 20;
  private static final long RSS_SLACK_BYTES = 32L << 20;
  private static final long DIRECT_SLACK_BYTES = 16L << 20;
  private static final long DESCRIPTOR_SLACK = 100;
  private static final long THREAD_SLACK = 2;

  /** Tables that RocksDB opens, and what JMX does. */
  private static final int DESCRIPTORS_LEFT = 24;

  private final List<Figures> warm = new ArrayList<>();

  /** What is held after a collection, so long after the load began. */
  void add(int seconds, Figures figures) {
    if (seconds >= WARM_SECONDS) {
      warm.add(figures);
    }
  }

  /** What has grown; empty if nothing has. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    if (warm.size() < 2 * SAMPLES) {
      complaints.add("too short to tell whether anything grows");
      return complaints;
    }
    compare(complaints, "heap after collection", Figures::heapBytes, HEAP_SLACK_BYTES);
    compare(complaints, "rss", Figures::rssBytes, RSS_SLACK_BYTES);
    compare(complaints, "direct memory", Figures::directBytes, DIRECT_SLACK_BYTES);
    compare(complaints, "descriptors", Figures::descriptors, DESCRIPTOR_SLACK);
    compare(complaints, "threads", figures -> figures.threads().size(), THREAD_SLACK);
    return complaints;
  }

  private void compare(
      List<String> complaints, String what, ToLongFunction<Figures> figure, long slack) {
    long first = median(warm.subList(0, SAMPLES), figure);
    long last = median(warm.subList(warm.size() - SAMPLES, warm.size()), figure);
    if (last > first * GROWTH + slack) {
      complaints.add(String.format(Locale.ROOT, "%s grew from %d to %d", what, first, last));
    }
  }

  private static long median(List<Figures> samples, ToLongFunction<Figures> figure) {
    return samples.stream()
        .mapToLong(figure)
        .sorted()
        .skip(samples.size() / 2)
        .findFirst()
        .orElse(0);
  }

  /** What is left of clients once all have gone; empty if nothing is. */
  static List<String> afterAll(Figures before, Figures after) {
    List<String> complaints = new ArrayList<>();
    if (after.descriptors() > before.descriptors() + DESCRIPTORS_LEFT) {
      complaints.add(
          "descriptors are left: " + before.descriptors() + " before, now " + after.descriptors());
    }
    Set<String> more = new HashSet<>(after.threads());
    more.removeAll(before.threads());
    if (more.size() > THREAD_SLACK) {
      complaints.add("threads are left: " + more);
    }
    return complaints;
  }
}
