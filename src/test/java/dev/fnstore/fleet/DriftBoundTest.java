package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger loads into a node, however much, and however that is called. */
final class DriftBoundTest {
  @TempDir Path folder;

  @Test
  void shouldNameSomeAndCountTheOthers() {
    String longName = "a".repeat(20_000);
    try (Peer valkey = Peer.start(Peer.Kind.VALKEY_8);
        FleetScene fleet = new FleetScene(folder)) {
      try (RespConnection connection = valkey.connect()) {
        for (int i = 0; i < 149; i++) {
          connection.call("FUNCTION", "LOAD", FleetScene.library("their%03d".formatted(i), 1));
        }
        connection.call("FUNCTION", "LOAD", FleetScene.library(longName, 1));
      }
      fleet.load("ours", 1);
      fleet.call("TARGET", "ADD", "t", "valkey://127.0.0.1:" + valkey.port(), "AUTO", "yes");
      FleetScene.until(() -> drifts(fleet).contains("and 50 more foreign"), () -> drifts(fleet));
      String named =
          IntStream.range(0, 100).mapToObj("their%03d"::formatted).collect(Collectors.joining(" "));
      assertThat(drifts(fleet))
          .contains("foreign " + named + " and 50 more foreign")
          .doesNotContain(longName);
    }
  }

  /** More than a connection has requests under way. */
  @Test
  void shouldRemoveAnyNumberFromAnExclusiveTarget() {
    try (Peer valkey = Peer.start(Peer.Kind.VALKEY_8);
        FleetScene fleet = new FleetScene(folder)) {
      try (RespConnection connection = valkey.connect()) {
        for (int i = 0; i < 9_000; i++) {
          connection.call("FUNCTION", "LOAD", FleetScene.library("their" + i, 1));
        }
      }
      fleet.load("ours", 1);
      String uri = "valkey://127.0.0.1:" + valkey.port();
      fleet.call("TARGET", "ADD", "t", uri, "AUTO", "yes", "MODE", "exclusive");
      fleet.awaitInSync("t", 1);
      assertThat(((Reply.Array) valkey.ask("FUNCTION", "LIST")).items()).hasSize(1);
    }
  }

  private static String drifts(FleetScene fleet) {
    return fleet.call("FUNCTION", "LOG", "KIND", "drift").toString();
  }
}
