package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.model.Target;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does not load is not tried again without a reason, and is where there is one. */
final class RejectedLibrariesTest {
  @TempDir Path folder;

  private Peer valkey;
  private Peer redis;
  private StoreWithFleet fleet;

  @BeforeEach
  void start() {
    valkey = Peer.start(Peer.Kind.VALKEY_8);
    redis = Peer.start(Peer.Kind.REDIS_7);
    fleet = new StoreWithFleet(folder);
    fleet.add(Target.Mode.MANAGED, true, null, valkey, redis);
    await(valkey, NodeStatus.State.IN_SYNC);
    await(redis, NodeStatus.State.IN_SYNC);
  }

  @AfterEach
  void stop() {
    fleet.close();
    valkey.close();
    redis.close();
  }

  private void await(Peer peer, NodeStatus.State state) {
    fleet.await(peer, state);
  }

  private static String version(Peer peer, String library) {
    try (RespConnection connection = peer.connect()) {
      return FleetScene.version(connection, library);
    }
  }

  /** How often a node was asked to restore something. */
  private static String restores(Peer peer) {
    return peer.askText("INFO", "commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_function|restore:"))
        .map(line -> line.replaceAll(",usec.*", ""))
        .findAny()
        .orElse("none");
  }

  /** Each look of the fleet at a node asks for INFO. */
  private void awaitLooks(int count) {
    String before = restores(valkey);
    for (int look = 0; look < count; look++) {
      long seenMs = seenMs();
      FleetScene.until(() -> seenMs() > seenMs, () -> fleet.status().toString());
    }
    assertThat(restores(valkey)).isEqualTo(before);
  }

  private long seenMs() {
    NodeStatus node = fleet.status().get(StoreWithFleet.address(valkey));
    return node == null ? 0 : node.seenMs();
  }

  @Test
  void shouldBeTriedAgainOnlyWhereSomethingIsNew() {
    fleet.load("valkeys_only", 1);
    await(redis, NodeStatus.State.REFUSED);
    FleetScene.until(() -> fleet.target().unfinished() == null, () -> fleet.status().toString());
    int ends = fleet.ends().size();
    awaitLooks(10);
    assertThat(fleet.ends()).hasSize(ends);
    assertThat(version(valkey, "valkeys_only")).contains("not found");

    redis.restart(); // it could be another version
    FleetScene.until(() -> fleet.ends().size() > ends, () -> fleet.status().toString());
    await(redis, NodeStatus.State.REFUSED);
    int afterRestart = fleet.ends().size();
    awaitLooks(10);
    assertThat(fleet.ends()).hasSize(afterRestart);

    fleet.load("valkeys_only", 2);
    FleetScene.until(() -> fleet.ends().size() > afterRestart, () -> fleet.status().toString());
    await(redis, NodeStatus.State.REFUSED);

    redis.ask("REPLICAOF", "127.0.0.1", valkey.port()); // is in nobody's way any more
    FleetScene.until(
        () -> version(valkey, "valkeys_only").equals("2"), () -> fleet.status().toString());
  }
}
