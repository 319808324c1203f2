package dev.fnstore.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.testing.ServerProcess;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of {@code bench/soak}: every reply is checked, and nothing is left of clients once
 * they have gone. {@code -Dsoak.seconds=N} for longer, {@code -Dsoak.seed=N} to replay.
 */
final class SoakTest {
  private static final long SEED = Long.getLong("soak.seed", System.nanoTime());
  private static final int SECONDS = Integer.getInteger("soak.seconds", 20);

  @TempDir Path folder;

  @Test
  void shouldAnswerThousandsOfClientsRightAndInOrder() throws InterruptedException {
    run(new SoakOptions(2000, 200, 10, SECONDS, 3000, 60_000, 0, false, SEED));
  }

  /** Scripts end just about where event loops begin to answer in the executor's place. */
  @Test
  void shouldAnswerRightOrBusyWhereScriptsAreAboutAsLongAsTheThreshold()
      throws InterruptedException {
    run(new SoakOptions(50, 150, 10, SECONDS / 2, 1000, 60_000, 1, false, SEED));
  }

  private void run(SoakOptions options) throws InterruptedException {
    Assumptions.assumeTrue(
        SoakMain.mostDescriptors() >= options.descriptors(),
        () -> "needs ulimit -n " + options.descriptors());
    try (ServerProcess server =
        ServerProcess.start(
            folder.resolve("store"),
            // Four event loops, as on larger machines.
            Map.of("JDK_JAVA_OPTIONS", "-XX:ActiveProcessorCount=8"))) {
      assertThat(new Soak(options, server, System.out).run()).as("%s", options).isEmpty();
    }
  }
}
