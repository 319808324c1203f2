package dev.fnstore.server.info;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** INFO latencystats: percentiles of each command's time, in µs. */
final class LatencyStatsSection implements Section {
  private final InfoSources sources;

  LatencyStatsSection(InfoSources sources) {
    this.sources = sources;
  }

  @Override
  public String name() {
    return "Latencystats";
  }

  @Override
  public boolean isOnRequest() {
    return true;
  }

  @Override
  public void write(InfoLines lines, long nowMs) {
    List<Double> percents = sources.config().latencyPercentiles();
    if (!sources.config().isLatencyTracked()) {
      return;
    }
    sources
        .statistics()
        .commands()
        .forEach(
            (name, of) -> {
              if (of.latencies().count() > 0) {
                lines.add(
                    "latency_percentiles_usec_" + name,
                    describe(percents, of.latencies().percentiles(percents)));
              }
            });
  }

  private static String describe(List<Double> percents, List<Long> nanos) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < percents.size(); i++) {
      String percent = percents.get(i).toString().replaceAll("\\.0$", "");
      parts.add(String.format(Locale.ROOT, "p%s=%.3f", percent, nanos.get(i) / 1000.0));
    }
    return String.join(",", parts);
  }
}
