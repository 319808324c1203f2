package dev.fnstore.server.info;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.server.metrics.FunctionCounters;
import dev.fnstore.server.script.FunctionStatistics;
import java.util.List;
import java.util.Locale;

/** INFO functionstats: as commandstats, of the functions that were called. */
final class FunctionStatsSection implements Section {
  private static final List<Double> PERCENTS = List.of(50.0, 99.0);

  private final FunctionStatistics functions;

  FunctionStatsSection(FunctionStatistics functions) {
    this.functions = functions;
  }

  @Override
  public String name() {
    return "Functionstats";
  }

  @Override
  public boolean isOnRequest() {
    return true;
  }

  @Override
  public void write(InfoLines lines, long nowMs) {
    for (FunctionStatistics.Row row : functions.functions()) {
      Bytes field = Bytes.of("function_").concat(row.function());
      lines.add(
          field.toLatin1(), "library=" + row.library().toLatin1() + "," + describe(row.counters()));
    }
    if (functions.others().calls() > 0) {
      lines.add("functionstats_overflow", describe(functions.others()));
    }
  }

  private static String describe(FunctionCounters of) {
    double each = of.calls() == 0 ? 0 : (double) of.micros() / of.calls();
    return String.format(
        Locale.ROOT,
        "calls=%d,errors=%d,usec=%d,usec_per_call=%.2f,usec_max=%d%s,writes_refused=%d,kills=%d",
        of.calls(),
        of.errors(),
        of.micros(),
        each,
        of.maxMicros(),
        percentiles(of),
        of.refusedWrites(),
        of.kills());
  }

  /** None where {@code latency-tracking} was off all the time. */
  private static String percentiles(FunctionCounters of) {
    if (of.latencies().count() == 0) {
      return "";
    }
    List<Long> nanos = of.latencies().percentiles(PERCENTS);
    return String.format(
        Locale.ROOT, ",p50=%.3f,p99=%.3f", nanos.get(0) / 1000.0, nanos.get(1) / 1000.0);
  }
}
