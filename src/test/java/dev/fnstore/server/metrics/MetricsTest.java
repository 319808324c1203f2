package dev.fnstore.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Counters, distributions, logs and the latency monitor by themselves. */
final class MetricsTest {
  private static final int ADDITIONS = 100_000;

  @Test
  void shouldLoseNoCountOfTheOwnerAndOfOthers() throws InterruptedException {
    Counter counter = new Counter();
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Thread other =
          new Thread(
              () -> {
                for (int n = 0; n < ADDITIONS; n++) {
                  counter.addElsewhere(1);
                }
              });
      other.start();
      others.add(other);
    }
    for (int n = 0; n < ADDITIONS; n++) {
      counter.add(1);
    }
    for (Thread other : others) {
      other.join();
    }
    assertThat(counter.sum()).isEqualTo(4L * ADDITIONS);

    counter.reset();
    counter.add(2, true);
    counter.add(3, false);
    assertThat(counter.sum()).isEqualTo(5);
  }

  @Test
  void shouldTellADistributionInValkeysBuckets() {
    LatencyDistribution latencies = new LatencyDistribution();
    assertThat(latencies.buckets()).isEmpty();
    latencies.record(100, false);
    latencies.record(1_000, false);
    latencies.record(1_500, true);
    latencies.record(20_000, false);
    latencies.record(5_000_000_000L, false);

    assertThat(latencies.count()).isEqualTo(5);
    assertThat(latencies.buckets())
        .startsWith(
            new LatencyDistribution.Bucket(1, 2),
            new LatencyDistribution.Bucket(2, 3),
            new LatencyDistribution.Bucket(33, 4))
        .hasSize(4)
        .last()
        .extracting(LatencyDistribution.Bucket::count)
        .isEqualTo(5L);
    assertThat(latencies.percentiles(List.of(20.0, 60.0))).containsExactly(100L, 1503L);
    latencies.reset();
    assertThat(latencies.count()).isZero();
  }

  @Test
  void shouldTellFewCallsAsItTellsMany() {
    LatencyDistribution latencies = new LatencyDistribution();
    for (int calls = 1; calls <= 100; calls++) {
      latencies.record(calls, calls % 2 == 0);

      assertThat(latencies.count()).isEqualTo(calls);
      assertThat(latencies.percentiles(List.of(50.0, 100.0)))
          .as("after %d", calls)
          .containsExactly((calls + 1) / 2L, (long) calls);
    }
  }

  @Test
  void shouldKeepTheWorstOfEverySecondAndCountAll() {
    AtomicLong thresholdMs = new AtomicLong(10);
    LatencyMonitor monitor = new LatencyMonitor(thresholdMs::get);
    monitor.took("command", 9_999_999, 1_000);
    assertThat(monitor.events()).isEmpty();
    monitor.took("command", 20_000_000, 1_000);
    monitor.took("command", 10_000_000, 1_999);
    monitor.took("command", 15_000_000, 2_000);
    monitor.took("fsync", 30_000_000, 2_000);

    assertThat(monitor.events())
        .containsExactly(
            new LatencyMonitor.Event(
                "command",
                List.of(new LatencyMonitor.Sample(1, 20), new LatencyMonitor.Sample(2, 15)),
                20,
                45,
                3),
            new LatencyMonitor.Event(
                "fsync", List.of(new LatencyMonitor.Sample(2, 30)), 30, 30, 1));

    thresholdMs.set(0);
    monitor.took("command", 1_000_000_000, 3_000);
    assertThat(monitor.isOn()).isFalse();
    assertThat(monitor.reset("command")).isTrue();
    assertThat(monitor.reset("command")).isFalse();
    assertThat(monitor.events()).hasSize(1);
  }

  @Test
  void shouldKeepTheLast160Seconds() {
    LatencyMonitor monitor = new LatencyMonitor(() -> 1);
    for (int second = 0; second < 500; second++) {
      monitor.took("command", (second == 0 ? 90 : 5) * 1_000_000L, second * 1000L);
    }
    LatencyMonitor.Event event = monitor.events().get(0);
    assertThat(event.samples()).hasSize(160);
    assertThat(event.latest().timeSeconds()).isEqualTo(499);
    assertThat(event.maxMs()).isEqualTo(90);
    assertThat(event.count()).isEqualTo(500);
  }

  @Test
  void shouldLogNothingWhereTheThresholdOrTheLengthSaySo() {
    AtomicLong threshold = new AtomicLong(-1);
    AtomicLong length = new AtomicLong(2);
    CommandLog log = new CommandLog(threshold::get, length::get);
    assertThat(log.takes(Long.MAX_VALUE)).isFalse();
    threshold.set(5);
    assertThat(log.takes(4)).isFalse();
    assertThat(log.takes(5)).isTrue();
    length.set(0);
    assertThat(log.takes(5)).isFalse();
    length.set(2);
    for (int i = 0; i < 3; i++) {
      log.add(i, 7_000, List.of(Bytes.of("PING")), Bytes.EMPTY, Bytes.EMPTY);
    }
    assertThat(log.newest(9)).extracting(CommandLog.Entry::id).containsExactly(2L, 1L);
    assertThat(log.newest(1)).hasSize(1);
  }

  @Test
  void shouldTellHowFastASumGrows() {
    Rate rate = new Rate();
    long second = 1_000_000_000;
    for (int i = 0; i <= 16; i++) {
      rate.look(i * second, i * 100L);
    }
    assertThat(rate.perSecond()).isEqualTo(100);
    rate.look(17 * second, 40); // set back, and 40 since
    assertThat(rate.perSecond()).isEqualTo((15 * 100 + 40) / 16.0);
  }
}
