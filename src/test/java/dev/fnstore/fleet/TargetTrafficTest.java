package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a fleet asks of its nodes, and does not ask where it knows the answer. */
final class TargetTrafficTest {
  private static final Pattern LISTS = Pattern.compile("cmdstat_function\\|list:calls=(\\d+)");

  @TempDir Path folder;

  private static long lists(Peer peer) {
    Matcher found = LISTS.matcher(peer.askText("INFO", "commandstats"));
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  private static String version(Peer peer) {
    try (RespConnection connection = peer.connect()) {
      return FleetScene.version(connection, "a");
    }
  }

  @Test
  void shouldReadAllLibrariesOfANodeOnlyOnceWhereNobodyElseChangesThem() {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        FleetScene fleet = new FleetScene(folder)) {
      fleet.load("a", 1);
      fleet.call("TARGET", "ADD", "prod", "valkey://127.0.0.1:" + peer.port(), "AUTO", "yes");
      fleet.awaitInSync("prod", 1);
      for (int version = 2; version < 12; version++) {
        fleet.load("a", version);
        String wanted = Integer.toString(version);
        FleetScene.until(() -> version(peer).equals(wanted), () -> fleet.status("prod").toString());
      }
      fleet.awaitInSync("prod", 1);
      assertThat(lists(peer)).isEqualTo(1);
      peer.ask("FUNCTION", "FLUSH");
      FleetScene.until(() -> version(peer).equals("11"), () -> fleet.status("prod").toString());
      assertThat(lists(peer)).isEqualTo(2);
    }
  }
}
