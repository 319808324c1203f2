package dev.fnstore.server.info;

import dev.fnstore.server.dispatch.Statistics;
import dev.fnstore.server.metrics.CommandCounters;
import java.util.Locale;

/** INFO commandstats. */
final class CommandStatsSection implements Section {
  private final Statistics statistics;

  CommandStatsSection(Statistics statistics) {
    this.statistics = statistics;
  }

  @Override
  public String name() {
    return "Commandstats";
  }

  @Override
  public boolean isOnRequest() {
    return true;
  }

  @Override
  public void write(InfoLines lines, long nowMs) {
    statistics.commands().forEach((name, of) -> lines.add("cmdstat_" + name, describe(of)));
  }

  private static String describe(CommandCounters of) {
    double each = of.calls() == 0 ? 0 : (double) of.micros() / of.calls();
    return String.format(
        Locale.ROOT,
        "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
        of.calls(),
        of.micros(),
        each,
        of.rejected(),
        of.failed());
  }
}
