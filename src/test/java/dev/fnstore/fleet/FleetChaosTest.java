package dev.fnstore.fleet;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to a real cluster and to fnstore itself: once it is over, every node holds what
 * fnstore does, and what is foreign is left alone or gone; while it lasts, STATUS comes to say
 * which nodes are hit, and that all others are in step. Versions fall only on nodes that were lost.
 *
 * <p>{@code -Dfleet.chaos.rounds=200} for more rounds, {@code -Dfleet.chaos.seed=N} to replay,
 * {@code -Dfleet.chaos.faults=HANG,CRASH} for some faults only, {@code -Dfleet.chaos.interval=MS}
 * for another target-interval.
 */
final class FleetChaosTest {
  private static final int ROUNDS = Integer.getInteger("fleet.chaos.rounds", 12);
  private static final long SEED = Long.getLong("fleet.chaos.seed", System.nanoTime());

  @TempDir Path folder;

  private static List<ChaosFault> faults() {
    List<ChaosFault> chosen =
        Arrays.stream(System.getProperty("fleet.chaos.faults", "").split(",", -1))
            .filter(name -> !name.isEmpty())
            .map(ChaosFault::valueOf)
            .toList();
    return chosen.isEmpty() ? List.of(ChaosFault.values()) : chosen;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldKeepEveryNodeInStep(boolean isManaged) {
    try (ChaosRun run = new ChaosRun(folder, isManaged, SEED, faults())) {
      run.run((ROUNDS + 1) / 2);
    }
  }
}
