package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.testing.Peer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** INFO fleet: something happens to nodes, and its figures tell. */
final class FleetFiguresTest {
  @TempDir Path folder;

  private Peer valkey;
  private Peer redis;
  private FleetScene fleet;

  @BeforeEach
  void start() {
    valkey = Peer.start(Peer.Kind.VALKEY_8);
    redis = Peer.start(Peer.Kind.REDIS_7);
    fleet = new FleetScene(folder);
  }

  @AfterEach
  void stop() {
    fleet.close();
    valkey.close();
    redis.close();
  }

  private static String uri(Peer peer) {
    return "redis://127.0.0.1:" + peer.port();
  }

  private Map<String, String> info() {
    Map<String, String> fields = new LinkedHashMap<>();
    fleet
        .infoText("fleet")
        .lines()
        .skip(1)
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              fields.put(line.substring(0, colon), line.substring(colon + 1));
            });
    return fields;
  }

  private void await(String field, String value) {
    FleetScene.until(() -> value.equals(info().get(field)), () -> info().toString());
  }

  private static void loadForRedis(FleetScene fleet, String name, int version) {
    String text = FleetScene.library(name, version).replace("server.", "redis.");
    fleet.call("FUNCTION", "LOAD", "REPLACE", text);
  }

  @Test
  void shouldTellOfNothingWhereThereIsNoTarget() {
    assertThat(info()).hasSize(9).allSatisfy((field, value) -> assertThat(value).isEqualTo("0"));
  }

  @Test
  void shouldCountNodesDeploymentsAndHeals() {
    loadForRedis(fleet, "a", 1);
    fleet.call("TARGET", "ADD", "t", uri(valkey), uri(redis), "AUTO", "yes");
    await("fleet_nodes_in_sync", "2");
    assertThat(info())
        .containsEntry("fleet_targets", "1")
        .containsEntry("fleet_nodes", "2")
        .containsEntry("fleet_nodes_drifted", "0")
        .containsEntry("fleet_deployments_begun", "1")
        .containsEntry("fleet_deployments_failed", "0")
        .containsEntry("fleet_heals", "0");

    valkey.ask("FUNCTION", "FLUSH");
    await("fleet_heals", "1");
    await("fleet_nodes_in_sync", "2");
    assertThat(info()).containsEntry("fleet_deployments_begun", "2");

    fleet.load("valkeys_only", 1);
    await("fleet_deployments_failed", "1");
    await("fleet_nodes_refused", "1");
    await("fleet_nodes_drifted", "1");
    assertThat(info())
        .containsEntry("fleet_deployments_begun", "3")
        .containsEntry("fleet_heals", "1");

    fleet.call("FUNCTION", "DELETE", "valkeys_only");
    await("fleet_nodes_in_sync", "2");
    redis.kill();
    await("fleet_nodes_unreachable", "1");
    await("fleet_nodes_in_sync", "1");
    fleet.call("TARGET", "REMOVE", "t");
    await("fleet_nodes", "0");
    assertThat(info()).containsEntry("fleet_targets", "0");
  }
}
