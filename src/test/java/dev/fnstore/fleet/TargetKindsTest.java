package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.PeerCluster;
import dev.fnstore.testing.PeerSentinels;
import dev.fnstore.testing.RespConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets of all kinds and modes, with real servers. */
final class TargetKindsTest {
  @TempDir Path folder;
  @TempDir Path secrets;

  private FleetScene fleet;

  @BeforeEach
  void start() {
    fleet = new FleetScene(folder);
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  private static String uri(Peer peer) {
    return "valkey://127.0.0.1:" + peer.port();
  }

  private static String version(Peer peer, String library) {
    try (RespConnection connection = peer.connect()) {
      return FleetScene.version(connection, library);
    }
  }

  @Test
  void shouldFollowSentinelsOverAFailover() {
    try (PeerSentinels sentinels = PeerSentinels.start(Peer.Kind.VALKEY_8, 2)) {
      fleet.call("TARGET", "ADD", "prod", uri(sentinels.sentinels().get(0)), "AUTO", "yes");
      fleet.load("a", 1);
      fleet.awaitInSync("prod", 3);
      Peer old = sentinels.primary();
      old.kill();
      Peer primary = sentinels.awaitFailover();
      fleet.load("a", 2);
      FleetScene.until(
          () -> version(primary, "a").equals("2"), () -> fleet.status("prod").toString());
      FleetScene.until(
          () ->
              "unreachable"
                  .equals(status("prod", "127.0.0.1:" + old.port()).getOrDefault("state", "?")),
          () -> fleet.status("prod").toString());
      old.restart();
      fleet.awaitInSync("prod", 3);
      assertThat(version(old, "a")).isEqualTo("2");
    }
  }

  private static String peerVersion(Peer peer) {
    return peer.askText("INFO", "server")
        .lines()
        .filter(line -> line.startsWith("valkey_version:"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findAny()
        .orElseThrow();
  }

  private Map<String, Object> status(String target, String address) {
    return fleet.status(target).getOrDefault(address, Map.of());
  }

  @Test
  void shouldFindThePrimaryOfAReplica() {
    try (Peer primary = Peer.start(Peer.Kind.VALKEY_8);
        Peer replica = Peer.start(Peer.Kind.VALKEY_8)) {
      replica.ask("REPLICAOF", "127.0.0.1", primary.port());
      FleetScene.until(
          () -> replica.askText("INFO", "replication").contains("master_link_status:up"),
          () -> replica.askText("INFO", "replication"));
      fleet.load("a", 1);
      fleet.call("TARGET", "ADD", "prod", uri(replica));
      fleet.call("TARGET", "APPLY", "prod");
      assertThat(version(primary, "a")).isEqualTo("1");
      assertThat(version(replica, "a")).isEqualTo("1");
      assertThat(status("prod", "127.0.0.1:" + replica.port()))
          .containsEntry("role", "replica")
          .containsEntry("state", "in-sync");
    }
  }

  @Test
  void shouldLeaveForeignLibrariesAloneWhereManaged() {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8)) {
      peer.ask("FUNCTION", "LOAD", FleetScene.library("theirs", 1));
      peer.ask("FUNCTION", "LOAD", FleetScene.library("both", "theirs"));
      fleet.load("ours", 1);
      fleet.load("both", "ours");
      fleet.call("TARGET", "ADD", "prod", uri(peer));
      assertThat(fleet.call("TARGET", "APPLY", "prod").toString())
          .contains("nothing was changed")
          .contains("it holds a library 'both' that fnstore has not deployed");
      fleet.call("FUNCTION", "DELETE", "both");
      fleet.call("TARGET", "APPLY", "prod");
      assertThat(version(peer, "ours")).isEqualTo("1");
      assertThat(version(peer, "both")).isEqualTo("theirs");
      fleet.call("FUNCTION", "FLUSH");
      fleet.call("TARGET", "APPLY", "prod");
      assertThat(version(peer, "ours")).contains("Function not found");
      assertThat(version(peer, "theirs")).isEqualTo("1");
      assertThat(status("prod", "127.0.0.1:" + peer.port()))
          .containsEntry("foreign", List.of("both", "theirs"))
          .containsEntry("state", "in-sync");
    }
  }

  @Test
  void shouldHoldExactlyWhatTheStoreHoldsWhereExclusive() {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8)) {
      peer.ask("FUNCTION", "LOAD", FleetScene.library("theirs", 1));
      fleet.load("ours", 1);
      fleet.call("TARGET", "ADD", "prod", uri(peer), "MODE", "exclusive", "AUTO", "yes");
      fleet.awaitInSync("prod", 1);
      assertThat(version(peer, "ours")).isEqualTo("1");
      assertThat(version(peer, "theirs")).contains("Function not found");
      peer.ask("FUNCTION", "LOAD", FleetScene.library("again", 1));
      FleetScene.until(
          () -> version(peer, "again").contains("Function not found"),
          () -> fleet.status("prod").toString());
      assertThat(fleet.call("FUNCTION", "LOG", "KIND", "drift").toString()).contains("again");
    }
  }

  @Test
  void shouldFollowATag() {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8)) {
      fleet.load("a", 1);
      fleet.call("FUNCTION", "TAG", "SET", "prod");
      fleet.load("a", 2);
      fleet.call("TARGET", "ADD", "live", uri(peer), "AUTO", "yes", "TAG", "prod");
      fleet.awaitInSync("live", 1);
      assertThat(version(peer, "a")).isEqualTo("1");
      fleet.call("FUNCTION", "TAG", "SET", "prod");
      FleetScene.until(() -> version(peer, "a").equals("2"), () -> fleet.status("live").toString());
      fleet.call("FUNCTION", "TAG", "SET", "prod", "1");
      FleetScene.until(() -> version(peer, "a").equals("1"), () -> fleet.status("live").toString());
      fleet.call("FUNCTION", "TAG", "DELETE", "prod");
      FleetScene.until(
          () ->
              String.valueOf(status("live", "127.0.0.1:" + peer.port()).get("error"))
                  .contains("it follows the tag 'prod'"),
          () -> fleet.status("live").toString());
      assertThat(status("live", "127.0.0.1:" + peer.port()))
          .containsEntry("state", "drifted")
          .containsEntry("server", "valkey " + peerVersion(peer))
          .containsEntry("surplus", List.of());
      assertThat(version(peer, "a")).isEqualTo("1");
    }
  }

  @Test
  void shouldTakeOnlyLibrariesThatMatch() {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8)) {
      fleet.load("shop_cart", 1);
      fleet.load("other", 1);
      fleet.call("TARGET", "ADD", "shop", uri(peer), "LIBRARIES", "shop_*", "AUTO", "yes");
      fleet.awaitInSync("shop", 1);
      assertThat(version(peer, "shop_cart")).isEqualTo("1");
      assertThat(version(peer, "other")).contains("Function not found");
    }
  }

  @Test
  void shouldLogInWithAPasswordThatIsInAFile() throws IOException {
    Path file = secrets.resolve("password");
    Files.writeString(file, "one\n");
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8)) {
      peer.ask("CONFIG", "SET", "requirepass", "one");
      fleet.load("a", 1);
      fleet.call("TARGET", "ADD", "prod", uri(peer) + "?password-file=" + file, "AUTO", "yes");
      fleet.awaitInSync("prod", 1);
      Files.writeString(file, "wrong");
      peer.restart(); // which forgets the password
      fleet.awaitInSync("prod", 1);
      assertThat(
              fleet.call("TARGET", "LIST").toString()
                  + fleet.call("FUNCTION", "LOG")
                  + fleet.status("prod"))
          .doesNotContain("one\n");
    }
  }

  /** The rights are those that docs/fleet.md names. */
  @Test
  void shouldNeedNoMoreRightsThanThePageSays() throws IOException {
    Path file = secrets.resolve("password");
    Files.writeString(file, "secret");
    try (PeerCluster cluster = PeerCluster.start(Peer.Kind.VALKEY_8, 1, 1)) {
      for (PeerCluster.Node node : cluster.nodes()) {
        Object[] words =
            Stream.concat(
                    Stream.of("ACL", "SETUSER", "keeper", "on", ">secret"), pageRights().stream())
                .toArray();
        assertThat(node.ask(words)).isEqualTo(Reply.OK);
      }
      fleet.load("a", 1);
      String uri =
          "valkey://keeper@127.0.0.1:" + cluster.nodes().get(0).port() + "?password-file=" + file;
      assertThat(fleet.call("TARGET", "ADD", "prod", uri)).isEqualTo(Reply.OK);
      assertThat(fleet.call("TARGET", "APPLY", "prod")).isInstanceOf(Reply.Dictionary.class);
      fleet.awaitInSync("prod", 2);
      fleet.call("FUNCTION", "FLUSH");
      assertThat(fleet.call("TARGET", "IMPORT", "prod")).isInstanceOf(Reply.Dictionary.class);
    }
  }

  private static List<String> pageRights() throws IOException {
    String page = Files.readString(Path.of("docs/fleet.md"));
    String sentence = page.substring(page.indexOf("The user needs `"));
    List<String> rights =
        Pattern.compile("\\+[a-z|]+")
            .matcher(sentence.substring(0, sentence.indexOf(", and for nodes behind")))
            .results()
            .map(MatchResult::group)
            .toList();
    assertThat(rights).hasSizeGreaterThan(8);
    return rights;
  }

  @Test
  void shouldSayWhyANodeRefuses() {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8)) {
      peer.ask("ACL", "SETUSER", "default", "-function|restore");
      fleet.load("a", 1);
      fleet.call("TARGET", "ADD", "prod", uri(peer), "AUTO", "yes");
      String address = "127.0.0.1:" + peer.port();
      FleetScene.until(
          () -> "refused".equals(status("prod", address).get("state")),
          () -> fleet.status("prod").toString());
      assertThat(String.valueOf(status("prod", address).get("error"))).contains("NOPERM");
      peer.ask("ACL", "SETUSER", "default", "+function|restore");
      fleet.awaitInSync("prod", 1);
      assertThat(((Reply.Array) fleet.call("FUNCTION", "LOG", "KIND", "deploy")).items())
          .hasSize(2);
    }
  }

  @Test
  void shouldKnowWhatItHasDeployedOverARestart() {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8)) {
      fleet.load("a", 1);
      fleet.call("TARGET", "ADD", "prod", uri(peer));
      fleet.call("TARGET", "APPLY", "prod");
      fleet.restart();
      fleet.load("a", 2);
      fleet.call("TARGET", "APPLY", "prod");
      assertThat(version(peer, "a")).isEqualTo("2");
    }
  }

  @Test
  void shouldTakeWhatItImportsForDeployed() {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_9)) {
      peer.ask("FUNCTION", "LOAD", FleetScene.library("a", 1));
      fleet.call("TARGET", "ADD", "prod", uri(peer));
      assertThat(fleet.call("TARGET", "IMPORT", "prod")).isInstanceOf(Reply.Dictionary.class);
      fleet.load("a", 2);
      assertThat(fleet.call("TARGET", "APPLY", "prod")).isInstanceOf(Reply.Dictionary.class);
      assertThat(version(peer, "a")).isEqualTo("2");
    }
  }

  @Test
  void shouldForgetATargetAndLeaveItsServers() {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8)) {
      fleet.load("a", 1);
      fleet.call("TARGET", "ADD", "prod", uri(peer), "AUTO", "yes");
      fleet.awaitInSync("prod", 1);
      fleet.call("TARGET", "REMOVE", "prod");
      assertThat(fleet.call("TARGET", "STATUS")).isEqualTo(Reply.array(List.of()));
      assertThat(fleet.call("TARGET", "STATUS", "prod"))
          .isEqualTo(Reply.err("There is no target 'prod'"));
      assertThat(version(peer, "a")).isEqualTo("1");
    }
  }
}
