package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.PeerCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that miss a change, and that refuse one. */
final class NodesAwayTest {
  private static final String NAME = "prod";

  @TempDir Path folder;

  private PeerCluster cluster;
  private FleetScene fleet;

  @BeforeEach
  void start() {
    cluster = PeerCluster.start(Peer.Kind.VALKEY_8, 3, 0);
    fleet = new FleetScene(folder);
  }

  @AfterEach
  void stop() {
    fleet.close();
    cluster.close();
  }

  private void add() {
    String uri = "valkey://" + address(0);
    assertThat(fleet.call("TARGET", "ADD", NAME, uri, "AUTO", "yes")).isEqualTo(Reply.OK);
  }

  private String address(int node) {
    return "127.0.0.1:" + cluster.nodes().get(node).port();
  }

  /** Who belongs to it, asked anew. */
  private String planned() {
    return fleet.call("TARGET", "PLAN", NAME).toString();
  }

  private boolean is(int node, String state) {
    Map<String, Object> row = fleet.status(NAME).get(address(node));
    return row != null && state.equals(row.get("state"));
  }

  private boolean has(int node, String library) {
    return ChaosNodes.libraries(cluster.nodes().get(node)).containsKey(library);
  }

  @Test
  void shouldRemoveWhatANodeThatWasAwayStillHolds() {
    fleet.load("a", 1);
    fleet.load("b", 1);
    add();
    fleet.awaitInSync(NAME, 3);

    cluster.nodes().get(2).stop();
    try {
      FleetScene.until(() -> is(2, "unreachable"), () -> fleet.status(NAME).toString());
      fleet.call("FUNCTION", "DELETE", "a");
      FleetScene.until(() -> !has(0, "a") && !has(1, "a"), () -> fleet.status(NAME).toString());
    } finally {
      cluster.nodes().get(2).cont();
    }

    FleetScene.until(() -> !has(2, "a"), () -> fleet.status(NAME).toString());
    fleet.awaitInSync(NAME, 3);
    assertThat(fleet.status(NAME).values())
        .allSatisfy(row -> assertThat(row).containsEntry("foreign", List.of()));
  }

  @Test
  void shouldNotSayThatNodesAreInStepBeforeTheyAre() {
    fleet.load("a", 0);
    add();
    fleet.awaitInSync(NAME, 3);
    for (int version = 1; version <= 20; version++) {
      fleet.load("a", version);
      fleet.awaitInSync(NAME, 3);
      for (PeerCluster.Node node : cluster.nodes()) {
        assertThat(ChaosNodes.libraries(node)).containsEntry("a", FleetScene.library("a", version));
      }
    }
  }

  @Test
  void shouldDeleteWhereThereIsNoMemory() {
    fleet.load("a", 1);
    fleet.load("b", 1);
    add();
    fleet.awaitInSync(NAME, 3);
    cluster.nodes().get(1).ask("CONFIG", "SET", "maxmemory", 1);

    fleet.call("FUNCTION", "DELETE", "a");
    FleetScene.until(
        () -> !has(0, "a") && !has(1, "a") && !has(2, "a"), () -> fleet.status(NAME).toString());
    fleet.awaitInSync(NAME, 3);

    fleet.load("b", 2);
    FleetScene.until(() -> is(1, "refused"), () -> fleet.status(NAME).toString());
    assertThat(String.valueOf(fleet.status(NAME).get(address(1)))).contains("OOM");
    cluster.nodes().get(1).ask("CONFIG", "SET", "maxmemory", 0);
    fleet.awaitInSync(NAME, 3);
  }

  @Test
  void shouldGoOnWithOthersWhereOneDoesNotAllowTransactions() {
    cluster.nodes().get(1).ask("ACL", "SETUSER", "default", "-multi");
    fleet.load("a", 1);
    add();

    FleetScene.until(
        () -> is(0, "in-sync") && is(1, "refused") && is(2, "in-sync"),
        () -> fleet.status(NAME).toString());
    assertThat(String.valueOf(fleet.status(NAME).get(address(1)))).contains("NOPERM");

    cluster.nodes().get(1).ask("ACL", "SETUSER", "default", "+multi");
    fleet.awaitInSync(NAME, 3);
  }

  /** As one does that comes back at its old address without its files. */
  @Test
  void shouldNotTakeANodeThatHasForgottenItsClusterForAllOfIt() {
    fleet.load("a", 1);
    add();
    fleet.awaitInSync(NAME, 3);

    assertThat(cluster.nodes().get(0).ask("CLUSTER", "RESET", "HARD")).isEqualTo(Reply.OK);
    assertThat(planned()).contains(address(1), address(2));
    fleet.load("a", 2);
    FleetScene.until(
        () -> is(1, "in-sync") && is(2, "in-sync"), () -> fleet.status(NAME).toString());
    for (int node : List.of(1, 2)) {
      assertThat(ChaosNodes.libraries(cluster.nodes().get(node)))
          .containsEntry("a", FleetScene.library("a", 2));
    }
    assertThat(planned()).contains(address(1), address(2));
  }
}
