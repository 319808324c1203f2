package dev.fnstore.server.metrics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What took longer than {@code latency-monitor-threshold}, by kind of event: for each the worst of
 * every second in which there was any, the last 160 of them. For any thread.
 */
public final class LatencyMonitor {
  private static final int MAX_SAMPLES = 160;

  private final LongSupplier thresholdMs;
  private final Map<String, Series> events = new TreeMap<>();

  /** The worst of one second, in seconds since 1970 and ms. */
  public record Sample(long timeSeconds, long latencyMs) {}

  /**
   * All of one event.
   *
   * @param samples oldest first, at least one
   * @param maxMs the worst since the event was reset
   * @param sumMs of all that were counted
   * @param count of all, also those that were not the worst of their second
   */
  public record Event(String name, List<Sample> samples, long maxMs, long sumMs, long count) {
    public Sample latest() {
      return samples.get(samples.size() - 1);
    }
  }

  private static final class Series {
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long maxMs;
    private long sumMs;
    private long count;

    void add(long timeSeconds, long latencyMs) {
      maxMs = Math.max(maxMs, latencyMs);
      sumMs += latencyMs;
      count++;
      Sample last = samples.peekLast();
      if (last != null && last.timeSeconds() == timeSeconds) {
        samples.removeLast();
        samples.addLast(new Sample(timeSeconds, Math.max(last.latencyMs(), latencyMs)));
        return;
      }
      samples.addLast(new Sample(timeSeconds, latencyMs));
      if (samples.size() > MAX_SAMPLES) {
        samples.removeFirst();
      }
    }

    Event event(String name) {
      return new Event(name, List.copyOf(samples), maxMs, sumMs, count);
    }
  }

  /**
   * A monitor that has seen nothing.
   *
   * @param thresholdMs 0: off
   */
  public LatencyMonitor(LongSupplier thresholdMs) {
    this.thresholdMs = thresholdMs;
  }

  public boolean isOn() {
    return thresholdMs.getAsLong() > 0;
  }

  /** Something took this long; kept if that is as long as the threshold. */
  public void took(String event, long nanos, long nowMs) {
    long threshold = thresholdMs.getAsLong();
    long latencyMs = nanos / 1_000_000;
    if (threshold > 0 && latencyMs >= threshold) {
      add(event, nowMs / 1000, latencyMs);
    }
  }

  private synchronized void add(String event, long timeSeconds, long latencyMs) {
    events.computeIfAbsent(event, name -> new Series()).add(timeSeconds, latencyMs);
  }

  /** All that have samples, by name. */
  public synchronized List<Event> events() {
    List<Event> all = new ArrayList<>();
    events.forEach((name, series) -> all.add(series.event(name)));
    return all;
  }

  /**
   * Forgets one.
   *
   * @return whether there was any sample of it
   */
  public synchronized boolean reset(String event) {
    return events.remove(event) != null;
  }
}
