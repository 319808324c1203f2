package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.metrics.LatencyMonitor;
import java.util.List;
import java.util.Locale;

/** What LATENCY says to people: a picture, and advice. */
final class LatencyText {
  private static final int COLUMNS = 80;
  private static final int ROWS = 4;

  private LatencyText() {}

  /**
   * The last samples as columns, oldest first, and under each how long ago it was, from top to
   * bottom:
   *
   * <pre>
   *     #
   *   # #
   *   ###
   *   9 2
   *   mss
   * </pre>
   */
  static Reply graph(LatencyMonitor.Event event, long nowSeconds) {
    List<LatencyMonitor.Sample> all = event.samples();
    List<LatencyMonitor.Sample> shown = all.subList(Math.max(0, all.size() - COLUMNS), all.size());
    long high = shown.stream().mapToLong(LatencyMonitor.Sample::latencyMs).max().orElse(0);
    long low = shown.stream().mapToLong(LatencyMonitor.Sample::latencyMs).min().orElse(0);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s - high %d ms, low %d ms (all time high %d ms)\n",
            event.name(),
            high,
            low,
            event.maxMs()));
    text.append("-".repeat(COLUMNS)).append('\n');
    for (int row = ROWS; row >= 1; row--) {
      StringBuilder line = new StringBuilder();
      for (LatencyMonitor.Sample sample : shown) {
        line.append(rows(sample.latencyMs(), high) >= row ? '#' : ' ');
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    List<String> ages =
        shown.stream().map(sample -> age(nowSeconds - sample.timeSeconds())).toList();
    int longest = ages.stream().mapToInt(String::length).max().orElse(0);
    for (int row = 0; row < longest; row++) {
      for (String age : ages) {
        text.append(row < age.length() ? age.charAt(row) : ' ');
      }
      text.append('\n');
    }
    return verbatim(text.toString());
  }

  private static long rows(long latencyMs, long high) {
    return high == 0 ? 1 : Math.max(1, Math.round((double) latencyMs * ROWS / high));
  }

  private static String age(long seconds) {
    if (seconds < 60) {
      return Math.max(0, seconds) + "s";
    } else if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }

  /** What was slow, and what can be done. */
  static Reply doctor(LatencyMonitor monitor) {
    List<LatencyMonitor.Event> events = monitor.events();
    StringBuilder text = new StringBuilder();
    if (!monitor.isOn() && events.isEmpty()) {
      text.append("Latency is not monitored. CONFIG SET latency-monitor-threshold <milliseconds>");
      return verbatim(text.append(" begins it.\n").toString());
    } else if (events.isEmpty()) {
      return verbatim("Nothing has taken as long as latency-monitor-threshold.\n");
    }
    for (LatencyMonitor.Event event : events) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s: %d times, %d ms on average, %d ms at worst.\n",
              event.name(),
              event.count(),
              event.sumMs() / event.count(),
              event.maxMs()));
      text.append("  ").append(advice(event.name())).append('\n');
    }
    return verbatim(text.toString());
  }

  private static String advice(String event) {
    return switch (event) {
      case "fsync" ->
          "Every acknowledged change is synced: the disk of the data folder is what takes long.";
      case "fast-command" ->
          "Commands that take no time by themselves were held up: look at the machine's load and at"
              + " the pauses of the garbage collector.";
      default -> "SLOWLOG GET shows which commands were slow.";
    };
  }

  private static Reply verbatim(String text) {
    return new Reply.Verbatim(Bytes.of("txt"), Bytes.of(text));
  }
}
