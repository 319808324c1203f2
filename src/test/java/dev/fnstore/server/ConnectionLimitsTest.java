package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/operations.md} says of connections, descriptors and memory of clients. */
final class ConnectionLimitsTest {
  private static final int ATTEMPTS = 300;

  private static final Path SOCKETS = Path.of("/proc/net/tcp");
  private static final Path SOCKETS_OF_IPV6 = Path.of("/proc/net/tcp6");

  @TempDir Path folder;

  /** They were not counted where they only listen, up to a limit beyond the heap. */
  @Test
  void shouldCutOffASubscriberThatDoesNotRead() throws InterruptedException {
    try (TestServer server = TestServer.start(folder, "maxmemory-clients", "20mb");
        RespConnection deaf = server.connect();
        RespConnection publisher = server.connect()) {
      deaf.call("SUBSCRIBE", "news");
      String megabyte = "x".repeat(1 << 20);
      Reply receivers = Reply.ONE;
      for (int i = 0; i < ATTEMPTS && receivers.equals(Reply.ONE); i++) {
        receivers = publisher.call("PUBLISH", "news", megabyte);
      }
      assertThat(receivers).isEqualTo(Reply.ZERO);
      assertThat(evicted(publisher)).isEqualTo(1);
    }
  }

  /** What one script publishes was counted nowhere until the script had ended. */
  @Test
  void shouldCutOffASubscriberThatOneScriptTellsTooMuch() {
    try (TestServer server = TestServer.start(folder, "maxmemory-clients", "4mb");
        RespConnection deaf = server.connect();
        RespConnection publisher = server.connect()) {
      deaf.call("SUBSCRIBE", "news");
      String script =
          "for i = 1, 50000 do server.call('PUBLISH', 'news', string.rep('x', 1000)) end"
              + " return 'done'";
      assertThat(publisher.call("EVAL", script, "0")).isEqualTo(Reply.bulk("done"));
      assertThat(evicted(publisher)).isEqualTo(1);
    }
  }

  /** The buffer of the largest burst was kept, and counted, for as long as the client stayed. */
  @Test
  void shouldNotCutOffClientsThatWereBusyOnce() {
    try (TestServer server = TestServer.start(folder, "maxmemory-clients", "1mb")) {
      List<RespConnection> clients = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        RespConnection client = server.connect();
        clients.add(client);
        for (int j = 0; j < 3000; j++) {
          client.send("PING");
        }
        client.flush();
        for (int j = 0; j < 3000; j++) {
          assertThat(client.read()).isEqualTo(Reply.simple("PONG"));
        }
      }
      clients.forEach(client -> assertThat(client.call("PING")).isEqualTo(Reply.simple("PONG")));
      assertThat(evicted(clients.get(0))).isZero();
      clients.forEach(RespConnection::close);
    }
  }

  private static int evicted(RespConnection client) {
    Bytes info = ((Reply.Bulk) client.call("INFO", "stats")).value();
    return info.toText()
        .lines()
        .filter(line -> line.startsWith("evicted_clients:"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).trim()))
        .findFirst()
        .orElseThrow();
  }

  /** Clients took the descriptors that the log needs, and the server stopped. */
  @Test
  void shouldKeepDescriptorsForTheLog() {
    int descriptors = 356;
    try (ServerProcess server = ServerProcess.startWithDescriptors(folder, descriptors);
        RespConnection first = server.connect()) {
      assertThat(first.call("PING")).isEqualTo(Reply.simple("PONG"));
      List<RespConnection> clients = new ArrayList<>();
      int refused = 0;
      for (int i = 0; i < descriptors; i++) {
        RespConnection client = server.connect();
        clients.add(client);
        refused += isRefused(client) ? 1 : 0;
      }
      assertThat(refused).isEqualTo(descriptors - 99);
      for (int i = 0; i < 200; i++) {
        String code =
            "#!lua name=l\nserver.register_function('f', function() return " + i + " end)";
        assertThat(first.call("FUNCTION", "LOAD", "REPLACE", code)).isEqualTo(Reply.bulk("l"));
      }
      assertThat(server.output()).contains("maxclients is 10000").contains("raise ulimit -n");
      clients.forEach(RespConnection::close);
    }
  }

  private static boolean isRefused(RespConnection client) {
    try {
      return client.call("PING").equals(Reply.err("max number of clients reached"));
    } catch (UncheckedIOException e) {
      return true; // it was closed before it was asked
    }
  }

  /** It was answered by CONFIG GET and did nothing: dead machines' clients stayed forever. */
  @Test
  void shouldAskSilentClientsWhetherTheyAreThere() throws IOException {
    Assumptions.assumeTrue(Files.isReadable(SOCKETS), "no /proc/net/tcp");
    try (TestServer server = TestServer.start(folder);
        RespConnection client = server.connect()) {
      client.call("PING");
      assertThat(timers(server.port())).containsExactly("02");
    }
  }

  /** What timers run for open connections of the server's: 02 is keep-alive, see proc(5). */
  private static List<String> timers(int port) throws IOException {
    String local = String.format(Locale.ROOT, "0100007F:%04X", port);
    List<String> lines = new ArrayList<>(Files.readAllLines(SOCKETS));
    lines.addAll(Files.readAllLines(SOCKETS_OF_IPV6));
    return lines.stream()
        .map(line -> line.trim().split("\\s+"))
        .filter(fields -> fields[1].endsWith(local) && fields[3].equals("01"))
        .map(fields -> fields[5].substring(0, 2))
        .toList();
  }
}
