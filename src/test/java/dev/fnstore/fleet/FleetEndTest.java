package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Target;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet that ends, or a part of it, while others still work. */
final class FleetEndTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long PAUSE_NS = 10_000;

  @TempDir Path folder;

  private Peer one;
  private Peer other;

  @BeforeEach
  void start() {
    Peer first = Peer.start(Peer.Kind.VALKEY_8);
    Peer second = Peer.start(Peer.Kind.VALKEY_8);
    // the one that is deployed to first, since the order is that of addresses
    boolean inOrder = first.port() < second.port();
    one = inOrder ? first : second;
    other = inOrder ? second : first;
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
  }

  private static String version(Peer peer) {
    try (RespConnection connection = peer.connect()) {
      return FleetScene.version(connection, "a");
    }
  }

  /** As it does where it is killed: what was begun has no outcome until the next start. */
  @Test
  void shouldFinishAtTheNextStartWhatAnEndCutsOff() {
    try (StoreWithFleet fleet = new StoreWithFleet(folder)) {
      fleet.load("a", 1);
      fleet.add(Target.Mode.MANAGED, false, null, one, other);
      assertThat(fleet.apply()).isNull();
      fleet.load("a", 2);
      fleet.beforeNextBegin(other::stop);
      var unused = CompletableFuture.runAsync(fleet::apply);
      FleetScene.until(() -> version(one).equals("2"), () -> "it does not begin");
      fleet.fleet().close();
      assertThat(fleet.target().unfinished()).isNotNull();
    }
    other.cont();
    try (StoreWithFleet fleet = new StoreWithFleet(folder)) {
      FleetScene.until(() -> fleet.target().unfinished() == null, () -> fleet.status().toString());
      fleet.await(one, NodeStatus.State.IN_SYNC);
      fleet.await(other, NodeStatus.State.IN_SYNC);
      assertThat(version(one)).isEqualTo("2");
      assertThat(version(other)).isEqualTo("2");
    }
  }

  @Test
  void shouldNotFailTheCommitsOfOthers() {
    try (StoreWithFleet fleet = new StoreWithFleet(folder)) {
      fleet.load("a", 1);
      fleet.add(Target.Mode.MANAGED, true, null, one, other);
      fleet.await(one, NodeStatus.State.IN_SYNC);
      fleet.fleet().close();
      fleet.load("a", 2); // which fails where the listener of the commit does
      assertThat(fleet.image().library(Bytes.of("a"))).isPresent();
      assertThat(version(one)).isEqualTo("1");
    }
  }

  /** Commits come from another thread, which knows nothing of the end. */
  @Test
  void shouldTakeNewImagesWhileItEnds() {
    try (StoreWithFleet fleet = new StoreWithFleet(folder)) {
      fleet.load("a", 1);
      fleet.add(Target.Mode.MANAGED, true, null, one, other);
      fleet.await(one, NodeStatus.State.IN_SYNC);
      AtomicBoolean hasEnded = new AtomicBoolean();
      CompletableFuture<Void> commits =
          CompletableFuture.runAsync(
              () -> {
                boolean isLast;
                do {
                  isLast = hasEnded.get();
                  fleet.fleet().changed(fleet.image());
                  LockSupport.parkNanos(PAUSE_NS);
                } while (!isLast);
              });
      fleet.fleet().close();
      hasEnded.set(true);
      assertThat(commits).succeedsWithin(LIMIT);
    }
  }

  /** The old one waits for a node; the new one would end what that has begun. */
  @Test
  void shouldWaitForWhatIsUnderWayWhereATargetIsDescribedAnew() {
    try (StoreWithFleet fleet = new StoreWithFleet(folder)) {
      fleet.load("a", 1);
      fleet.add(Target.Mode.MANAGED, true, null, one, other);
      fleet.await(one, NodeStatus.State.IN_SYNC);
      fleet.await(other, NodeStatus.State.IN_SYNC);
      fleet.beforeNextBegin(other::stop);
      fleet.load("a", 2);
      FleetScene.until(() -> fleet.target().unfinished() != null, () -> "it does not begin");
      fleet.add(Target.Mode.MANAGED, true, null, one, other);
      fleet.load("a", 3);
      FleetScene.until(() -> version(one).equals("3"), () -> fleet.status().toString());
      other.cont();
      FleetScene.until(() -> version(other).equals("3"), () -> fleet.status().toString());
      assertThat(fleet.ends()).doesNotHaveDuplicates();
    }
  }
}
