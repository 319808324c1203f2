package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.PeerCluster;
import dev.fnstore.testing.RespConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster that is kept in step. */
final class ClusterTargetTest {
  @TempDir Path folder;

  private PeerCluster cluster;
  private FleetScene fleet;

  @BeforeEach
  void start() {
    cluster = PeerCluster.start(Peer.Kind.VALKEY_8, 3, 1);
    fleet = new FleetScene(folder);
  }

  @AfterEach
  void stop() {
    fleet.close();
    cluster.close();
  }

  private String uri() {
    return "valkey://127.0.0.1:" + cluster.nodes().get(0).port();
  }

  private boolean allAnswer(String library, String version) {
    return cluster.nodes().stream().allMatch(node -> version(node, library).equals(version));
  }

  private static String version(PeerCluster.Node node, String library) {
    try (RespConnection connection = node.connect()) {
      connection.call("READONLY");
      return FleetScene.version(connection, library);
    }
  }

  private List<String> versions(String library) {
    return cluster.nodes().stream().map(node -> version(node, library)).toList();
  }

  @Test
  void shouldDeployEveryChangeAsItCommits() {
    assertThat(fleet.call("TARGET", "ADD", "prod", uri(), "AUTO", "yes")).isEqualTo(Reply.OK);
    fleet.load("a", 1);
    FleetScene.until(() -> allAnswer("a", "1"), () -> versions("a") + " " + fleet.status("prod"));
    fleet.awaitInSync("prod", 6);
    fleet.load("a", 2);
    FleetScene.until(() -> allAnswer("a", "2"), () -> versions("a") + " " + fleet.status("prod"));
    fleet.call("FUNCTION", "DELETE", "a");
    FleetScene.until(
        () -> versions("a").stream().allMatch(reply -> reply.contains("Function not found")),
        () -> versions("a").toString());
  }

  @Test
  void shouldApplyWhenAsked() {
    fleet.load("a", 1);
    fleet.call("TARGET", "ADD", "prod", uri());
    FleetScene.until(
        () -> fleet.allAre("prod", "drifted", 6), () -> fleet.status("prod").toString());
    assertThat(fleet.status("prod").values().iterator().next().get("missing"))
        .isEqualTo(List.of("a"));
    Reply plan = fleet.call("TARGET", "PLAN", "prod");
    assertThat(((Reply.Array) plan).items()).hasSize(6);
    Map<String, Object> applied = FleetScene.fields(fleet.call("TARGET", "APPLY", "prod"));
    assertThat((List<?>) applied.get("changed")).hasSize(3);
    assertThat(versions("a")).containsOnly("1");
    fleet.awaitInSync("prod", 6);
    fleet.load("a", 2);
    FleetScene.until(
        () -> fleet.allAre("prod", "drifted", 6), () -> fleet.status("prod").toString());
    assertThat(versions("a")).containsOnly("1");
    fleet.call("TARGET", "APPLY", "prod");
    assertThat(versions("a")).containsOnly("2");
    fleet.call("TARGET", "APPLY", "prod", "1");
    assertThat(versions("a")).containsOnly("1");
  }
}
