package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One target of the four real servers, each of another version: all of them change, or none. */
final class MixedTargetTest {
  @TempDir Path folder;

  private final List<Peer> peers = new ArrayList<>();
  private FleetScene fleet;

  @BeforeEach
  void start() {
    for (Peer.Kind kind : Peer.Kind.values()) {
      peers.add(Peer.start(kind));
    }
    fleet = new FleetScene(folder);
  }

  @AfterEach
  void stop() {
    fleet.close();
    peers.forEach(Peer::close);
  }

  private static String uri(Peer peer) {
    return "redis://127.0.0.1:" + peer.port();
  }

  private Reply add(String... options) {
    List<Object> words = new ArrayList<>(List.of("TARGET", "ADD", "all"));
    peers.forEach(peer -> words.add(uri(peer)));
    words.addAll(List.of(options));
    return fleet.call(words.toArray());
  }

  /** Loads what every server loads, since Redis knows no {@code server}. */
  private void load(String name, int version) {
    Reply reply =
        fleet.call(
            "FUNCTION",
            "LOAD",
            "REPLACE",
            FleetScene.library(name, version).replace("server.", "redis."));
    assertThat(reply).isInstanceOf(Reply.Bulk.class);
  }

  private List<String> versions(String library) {
    return peers.stream()
        .map(
            peer -> {
              try (RespConnection connection = peer.connect()) {
                return FleetScene.version(connection, library);
              }
            })
        .toList();
  }

  private List<Reply> lists() {
    return peers.stream().map(peer -> peer.ask("FUNCTION", "LIST", "WITHCODE")).toList();
  }

  @Test
  void shouldDeployToEveryVersion() {
    load("a", 1);
    load("b", 1);
    add();
    assertThat(fleet.call("TARGET", "APPLY", "all")).isInstanceOf(Reply.Dictionary.class);
    assertThat(versions("a")).containsOnly("1");
    assertThat(versions("b")).containsOnly("1");
    fleet.awaitInSync("all", 4);
    for (Peer peer : peers) {
      Map<String, Object> node = fleet.status("all").get("127.0.0.1:" + peer.port());
      assertThat(node).containsEntry("rdb_version", (long) peer.kind().rdbVersion());
    }
  }

  @Test
  void shouldLeaveEveryNodeAsItWasWhereOneDoesNotLoadALibrary() {
    load("a", 1);
    add();
    fleet.call("TARGET", "APPLY", "all");
    peers.get(0).ask("FUNCTION", "LOAD", "#!lua name=theirs\nredis.register_function('t', print)");
    List<Reply> before = lists();
    load("a", 2);
    fleet.load("valkeys_only", 1);
    Reply refused = fleet.call("TARGET", "APPLY", "all");
    assertThat(refused.toString()).contains("every node is as it was before").contains("server");
    assertThat(lists()).isEqualTo(before);
    assertThat(versions("a")).containsOnly("1");
    assertThat(FleetScene.text(fleet.call("FUNCTION", "LOG", "KIND", "deploy")))
        .contains("undone what revision");
    fleet.call("FUNCTION", "DELETE", "valkeys_only");
    assertThat(fleet.call("TARGET", "APPLY", "all")).isInstanceOf(Reply.Dictionary.class);
    assertThat(versions("a")).containsOnly("2");
  }

  @Test
  void shouldNotTryAgainAllTheTimeWhatANodeDoesNotLoad() {
    load("a", 1);
    add("AUTO", "yes");
    fleet.awaitInSync("all", 4);
    fleet.load("valkeys_only", 1);
    FleetScene.until(
        () -> fleet.status("all").values().stream().anyMatch(n -> "refused".equals(n.get("state"))),
        () -> fleet.status("all").toString());
    long events = ((Reply.Array) fleet.call("FUNCTION", "LOG", "KIND", "deploy")).items().size();
    peers.get(3).ask("FUNCTION", "FLUSH");
    FleetScene.until(() -> versions("a").get(3).equals("1"), () -> versions("a").toString());
    FleetScene.until(
        () -> fleet.status("all").values().stream().allMatch(n -> n.get("seen_ms") != null),
        () -> fleet.status("all").toString());
    assertThat(((Reply.Array) fleet.call("FUNCTION", "LOG", "KIND", "deploy")).items())
        .hasSize((int) events + 2);
    fleet.call("FUNCTION", "DELETE", "valkeys_only");
    fleet.awaitInSync("all", 4);
  }

  @Test
  void shouldChangeNothingWhereANodeCannotBeReached() {
    load("a", 1);
    add();
    fleet.call("TARGET", "APPLY", "all");
    load("a", 2);
    peers.get(1).kill();
    assertThat(fleet.call("TARGET", "APPLY", "all").toString())
        .contains("nothing was changed: 127.0.0.1:" + peers.get(1).port());
    assertThat(versionsOf(0, 2, 3)).containsOnly("1");
    assertThat(fleet.call("TARGET", "APPLY", "all", "REACHABLE"))
        .isInstanceOf(Reply.Dictionary.class);
    assertThat(versionsOf(0, 2, 3)).containsOnly("2");
  }

  private List<String> versionsOf(int... which) {
    List<String> versions = new ArrayList<>();
    for (int i : which) {
      try (RespConnection connection = peers.get(i).connect()) {
        versions.add(FleetScene.version(connection, "a"));
      }
    }
    return versions;
  }

  /** The sixteen ways: what each server writes, restored here, deployed to all. */
  @Test
  void shouldCarryWhatEachServerWritesToEveryOther() {
    add();
    for (Peer peer : peers) {
      String name = "of_" + peer.kind().name().toLowerCase(Locale.ROOT);
      for (Peer each : peers) {
        each.ask("FUNCTION", "FLUSH");
      }
      peer.ask("FUNCTION", "LOAD", FleetScene.library(name, 1).replace("server.", "redis."));
      assertThat(fleet.call("TARGET", "IMPORT", "all").toString())
          .contains("nothing was imported, say which NODE is right")
          .contains("differs from");
      String node = "127.0.0.1:" + peer.port();
      Reply imported = fleet.call("TARGET", "IMPORT", "all", "NODE", node, "FLUSH");
      assertThat(String.valueOf(FleetScene.fields(imported).get("from"))).startsWith(node);
      assertThat(fleet.call("TARGET", "APPLY", "all")).isInstanceOf(Reply.Dictionary.class);
      assertThat(versions(name)).containsOnly("1");
    }
    assertThat(FleetScene.text(fleet.call("FUNCTION", "LOG", "KIND", "restore")))
        .contains("from 127.0.0.1:" + peers.get(3).port() + " (valkey 9");
  }
}
