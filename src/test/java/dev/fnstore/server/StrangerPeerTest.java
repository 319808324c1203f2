package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who has not said who it is may send little, as with Valkey 8.1; the word that says so frees it.
 */
final class StrangerPeerTest {
  private static final List<String> RAW =
      List.of(
          "*11\r\n",
          "*10\r\n$4\r\nPING\r\n",
          "*2\r\n$4\r\nECHO\r\n$16385\r\n",
          "*2\r\n$4\r\nECHO\r\n$16384\r\n",
          "*1\r\n$4\r\nPING\r\n*11\r\n",
          "*1\r\n$4\r\nPING\r\n*2\r\n$4\r\nECHO\r\n$16385\r\n");

  @TempDir Path folder;

  @Test
  void shouldRefuseWhatValkeyRefuses() {
    try (TestServer server = TestServer.start(folder, "requirepass", "secret");
        Peer peer = Peer.start(Peer.Kind.VALKEY_8, "--requirepass", "secret")) {
      for (String raw : RAW) {
        List<String> theirs = told(peer.connect(), raw);
        assertThat(told(server.connect(), raw)).as(raw).isEqualTo(theirs);
        assertThat(theirs).isNotEmpty();
      }
    }
  }

  /**
   * All that comes until the connection closes, or answers the QUIT that the words are open for.
   */
  private static List<String> told(RespConnection connection, String raw) {
    List<String> told = new ArrayList<>();
    try (connection) {
      boolean isUnfinished = raw.startsWith("*10") || raw.endsWith("$16384\r\n");
      connection.sendRaw(raw.getBytes(StandardCharsets.ISO_8859_1));
      if (isUnfinished) {
        int words = raw.startsWith("*10") ? 9 : 0;
        connection.sendRaw(
            (words == 0 ? "x".repeat(16384) + "\r\n" : "$1\r\nx\r\n".repeat(words))
                .getBytes(StandardCharsets.ISO_8859_1));
        connection.sendRaw("*1\r\n$4\r\nQUIT\r\n".getBytes(StandardCharsets.ISO_8859_1));
      }
      while (true) {
        told.add(connection.read().toString());
      }
    } catch (UncheckedIOException closed) {
      told.add("closed");
    }
    return told;
  }

  @Test
  void shouldTakeAllThatFollowsThePassword() {
    String large = "x".repeat(1 << 20);
    try (TestServer server = TestServer.start(folder, "requirepass", "secret")) {
      for (int i = 0; i < 200; i++) {
        try (RespConnection client = server.connect()) {
          client.send("AUTH", "secret");
          client.send("ECHO", large);
          client.flush();
          assertThat(client.read()).isEqualTo(Reply.OK);
          assertThat(client.read()).isEqualTo(Reply.bulk(large));
        }
      }
    }
  }
}
