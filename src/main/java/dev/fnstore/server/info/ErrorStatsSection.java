package dev.fnstore.server.info;

import dev.fnstore.server.dispatch.Statistics;

/** INFO errorstats: error replies by their first word. */
final class ErrorStatsSection implements Section {
  private final Statistics statistics;

  ErrorStatsSection(Statistics statistics) {
    this.statistics = statistics;
  }

  @Override
  public String name() {
    return "Errorstats";
  }

  @Override
  public void write(InfoLines lines, long nowMs) {
    statistics.errors().forEach((code, count) -> lines.add("errorstat_" + code, "count=" + count));
  }
}
