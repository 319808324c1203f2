package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.testing.PeerCluster;
import dev.fnstore.testing.Polling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Round after round of one fault each, with all that must hold in it and after it. */
final class ChaosRun implements AutoCloseable {
  private static final long MOST_NS_BEFORE_CRASH = TimeUnit.MILLISECONDS.toNanos(60);

  private final long seed;
  private final Random random;
  private final List<ChaosFault> faults;
  private final ChaosScene scene;
  private final ChaosChanges changes;
  private final Map<PeerCluster.Node, VersionWatch> watches = new HashMap<>();
  private final Map<ChaosFault, Integer> done = new EnumMap<>(ChaosFault.class);
  private String now;
  private int rounds;
  private int crashes;
  private long longestNs;

  /**
   * Starts a cluster, and waits until it is in step.
   *
   * @param faults those that may happen
   */
  ChaosRun(Path folder, boolean isManaged, long seed, List<ChaosFault> faults) {
    this.seed = seed;
    this.random = new Random(seed);
    this.faults = List.copyOf(faults);
    this.scene = new ChaosScene(folder, isManaged);
    this.changes = new ChaosChanges(scene, random);
    this.now = "seed " + seed + ", at first";
  }

  /** Does so many rounds, and prints what there was. */
  void run(int times) {
    changes.loadAll();
    awaitInStep();
    longestNs = 0;
    for (int i = 0; i < times; i++) {
      round();
    }
    await("one connection to each node", scene::manyConnections);
    System.out.printf(
        Locale.ROOT,
        "fleet chaos, seed %d, %s: %d rounds, %d crashes of which %d cut a deployment off,"
            + " faults %s; %d calls watched; in step after %.1f s at most%n",
        seed,
        mode(),
        rounds,
        crashes,
        scene.cutOff(),
        done,
        watches.values().stream().mapToLong(VersionWatch::calls).sum(),
        longestNs / 1e9);
  }

  private String mode() {
    return scene.isManaged() ? "managed" : "exclusive";
  }

  private void round() {
    watchAll();
    rounds++;
    ChaosFault fault = draw();
    boolean isCrash = fault == ChaosFault.CRASH || random.nextInt(5) == 0;
    now =
        "round %d of %s, seed %d: %s%s"
            .formatted(rounds, mode(), seed, fault, isCrash ? " and a crash" : "");
    round(fault, isCrash);
    crashes += isCrash ? 1 : 0;
    done.merge(fault, 1, Integer::sum);
  }

  private ChaosFault draw() {
    List<ChaosFault> possible = new ArrayList<>(faults);
    possible.removeIf(fault -> !fault.isPossible(scene));
    // those that were not seen yet come first, so that few rounds see many
    List<ChaosFault> fresh = possible.stream().filter(fault -> !done.containsKey(fault)).toList();
    List<ChaosFault> from = fresh.isEmpty() ? possible : fresh;
    return from.get(random.nextInt(from.size()));
  }

  private void watchAll() {
    for (PeerCluster.Node node : scene.cluster().nodes()) {
      watches.computeIfAbsent(node, each -> new VersionWatch(each, ChaosChanges.LIBRARIES));
    }
  }

  private void round(ChaosFault fault, boolean isCrash) {
    Struck struck = fault.strike(scene, random);
    boolean isDelete = changes.next();
    if (isCrash) {
      LockSupport.parkNanos((long) (random.nextDouble() * MOST_NS_BEFORE_CRASH));
      scene.crash();
    }
    await("STATUS", () -> scene.wrongStatus(struck.hitBy(isDelete)));
    struck.mend().run();
    awaitInStep();
    scene.cluster().awaitStable();
    awaitInStep();
    struck.lost().forEach(this::forget);
    List<String> falls = watches.values().stream().flatMap(each -> each.falls().stream()).toList();
    assertThat(falls).as(now).isEmpty();
  }

  private void forget(PeerCluster.Node node) {
    VersionWatch watch = watches.get(node);
    if (watch != null) {
      watch.forget();
    }
  }

  private void awaitInStep() {
    long begin = System.nanoTime();
    await("in step", () -> scene.notInStep(changes.present()));
    long tookNs = System.nanoTime() - begin;
    if (tookNs > longestNs) {
      longestNs = tookNs;
      System.out.printf(Locale.ROOT, "%s: in step after %.1f s%n", now, tookNs / 1e9);
    }
  }

  private void await(String what, Supplier<Optional<String>> missing) {
    List<String> last = new ArrayList<>();
    try {
      Polling.until(
          what,
          () -> {
            Optional<String> found = missing.get();
            last.clear();
            found.ifPresent(last::add);
            return found.isEmpty();
          });
    } catch (AssertionError e) {
      throw new AssertionError(
          now
              + ": "
              + what
              + ": "
              + last
              + "\nfnstore says:\n"
              + scene.output()
              + "\nits trail:\n"
              + String.join("\n", scene.trail()),
          e);
    }
  }

  @Override
  public void close() {
    watches.values().forEach(VersionWatch::close);
    scene.close();
  }
}
