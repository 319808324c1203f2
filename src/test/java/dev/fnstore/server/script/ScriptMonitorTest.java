package dev.fnstore.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.server.metrics.FunctionCounters;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ScriptMonitorTest {
  /**
   * A script that ate all memory left none to tell of it: the thread that watches ended, and no
   * script was found busy again.
   */
  @Test
  void shouldTellAgainWhereThereWasNoMemoryForIt() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch told = new CountDownLatch(1);
    Runnable listener =
        () -> {
          if (attempts.incrementAndGet() == 1) {
            throw new OutOfMemoryError("on purpose");
          }
          told.countDown();
        };
    try (ScriptMonitor monitor = new ScriptMonitor(() -> 1, () -> 0, listener)) {
      monitor.begin(
          new RunningScript(
              RunningScript.Kind.FUNCTION,
              Bytes.of("spin"),
              List.of(Bytes.of("FCALL"), Bytes.of("spin"), Bytes.of("0")),
              System.nanoTime(),
              new FunctionCounters()));
      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(monitor.isBusy()).isTrue();
      monitor.end();
      assertThat(monitor.isBusy()).isFalse();
    }
  }
}
