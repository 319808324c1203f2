package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.QuotedWords;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.Polling;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that wait for keys are served, or not, as Valkey 8.1 does it: the same scenarios with
 * both, and each client is told the same.
 */
final class BlockingPeerTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldServeWhoWaitsAsValkeyDoes(boolean resp3) throws IOException {
    List<String> differences = new ArrayList<>();
    int served = 0;
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        TestServer server = TestServer.start(folder)) {
      for (String scenario : scenarios()) {
        List<String> theirs = run(scenario, peer.port(), resp3);
        List<String> ours = run(scenario, server.port(), resp3);
        if (!ours.equals(theirs)) {
          differences.add(scenario + "\n  valkey: " + theirs + "\n  ours:   " + ours);
        }
        served++;
      }
    }
    assertThat(differences).isEmpty();
    assertThat(served).isGreaterThan(50);
  }

  @Test
  void shouldTellOfWhoWaitsInInfo() {
    try (TestServer server = TestServer.start(folder);
        RespConnection watching = server.connect();
        RespConnection waiting = server.connect()) {
      waiting.send("BLPOP", "a", "b", "100");
      waiting.flush();
      Polling.until("somebody waits", () -> info(watching).contains("blocked_clients:1\r\n"));
      assertThat(info(watching))
          .contains("total_blocking_keys:2\r\n", "clients_in_timeout_table:1\r\n");
      watching.call("RPUSH", "a", "x");
      assertThat(info(watching)).contains("blocked_clients:0\r\n", "total_blocking_keys:0\r\n");
    }
  }

  private static String info(RespConnection connection) {
    return ((Reply.Bulk) connection.call("INFO", "clients")).value().toLatin1();
  }

  private static List<String> scenarios() throws IOException {
    try (InputStream in = BlockingPeerTest.class.getResourceAsStream("blocking")) {
      String text =
          new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^#.*\n", "");
      return List.of(text.strip().split("\n\n", -1));
    }
  }

  /** What the clients are told, each by itself, in the order of their names. */
  private static List<String> run(String scenario, int port, boolean resp3) {
    Map<String, Talk> talks = new TreeMap<>();
    try (RespConnection admin = RespConnection.open(port)) {
      admin.call("FLUSHALL");
      admin.call("CONFIG", "RESETSTAT");
      for (String name : List.of("a", "b", "c", "d")) {
        talks.put(name, new Talk(port, resp3));
      }
      for (String line : scenario.lines().toList()) {
        if (line.equals("wait")) {
          Polling.until(
              "nobody waits in " + scenario,
              () -> talks.values().stream().noneMatch(talk -> talk.isBlocked(admin)));
        } else {
          say(talks, line, admin);
        }
        talks.values().forEach(talk -> talk.listen(admin));
      }
      return talks.values().stream().map(talk -> talk.told.toString()).toList();
    } finally {
      talks.values().forEach(Talk::close);
    }
  }

  private static void say(Map<String, Talk> talks, String line, RespConnection admin) {
    Talk talk = Objects.requireNonNull(talks.get(line.substring(0, 1)), line);
    String words = line.substring(2);
    for (Map.Entry<String, Talk> other : talks.entrySet()) {
      words = words.replace("$" + other.getKey(), Long.toString(other.getValue().id));
    }
    talk.say(words, admin);
  }

  /** One client: what it has asked, and what it was told. */
  private static final class Talk implements AutoCloseable {
    private final RespConnection connection;
    private final long id;
    private final List<String> told = new ArrayList<>();
    private int open;

    Talk(int port, boolean resp3) {
      connection = RespConnection.open(port).timeout(Duration.ofSeconds(20));
      if (resp3) {
        connection.resp3();
      }
      id = ((Reply.Int) connection.call("CLIENT", "ID")).value();
    }

    void say(String words, RespConnection admin) {
      connection.send(QuotedWords.split(Bytes.of(words)).orElseThrow().toArray());
      connection.flush();
      open++;
      Polling.until(words, () -> connection.hasMore() || isBlocked(admin));
    }

    boolean isBlocked(RespConnection admin) {
      String line = ((Reply.Bulk) admin.call("CLIENT", "LIST", "ID", id)).value().toLatin1();
      return line.matches("(?s).* flags=[a-zA-Z]*b.*");
    }

    /** Takes all that it is told: whoever does not wait is owed nothing. */
    void listen(RespConnection admin) {
      while (connection.hasMore() || (open > 0 && !isBlocked(admin))) {
        Reply reply;
        try {
          reply = connection.read();
        } catch (UncheckedIOException e) {
          told.add(e.getCause() instanceof EOFException ? "closed" : e.toString());
          open = 0;
          return;
        }
        told.add(reply.toString().replaceAll("[0-9]+\\.[0-9]{6} \\[.*?]", ""));
        if (!(reply instanceof Reply.Push)) {
          open--;
        }
      }
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
