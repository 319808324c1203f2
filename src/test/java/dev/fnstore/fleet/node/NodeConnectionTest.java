package dev.fnstore.fleet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestCertificate;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NodeConnectionTest {
  private final Nodes nodes = new Nodes();

  @AfterEach
  void close() {
    nodes.close();
  }

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldAskAndSayWhoAsks(Peer.Kind kind) throws Exception {
    try (Peer peer = Peer.start(kind)) {
      NodeConnection connection = Nodes.get(nodes.opening(Nodes.PATIENT, peer.port()));

      Bytes binary = Bytes.wrap(new byte[] {0, (byte) 0xff, '\r', '\n'});
      assertThat(Nodes.get(connection.ask(List.of(Bytes.of("SET"), Bytes.of("k"), binary))))
          .hasToString("OK");
      assertThat(Nodes.get(connection.ask("GET", "k")).toBytes()).isEqualTo(binary.shared());
      assertThat(Nodes.get(connection.ask("GET", "none"))).isNull();
      assertThat(Nodes.get(connection.ask("CLIENT", "LIST")).toString()).contains("name=fnstore");
      assertThat(Nodes.get(connection.ask("CONFIG", "GET", "port")).isMap()).isTrue();
      assertThatThrownBy(() -> Nodes.get(connection.ask("CLIENT", "NONE")))
          .asInstanceOf(type(NodeException.Refused.class))
          .satisfies(refused -> assertThat(refused.code()).isEqualTo("ERR"))
          .satisfies(refused -> assertThat(refused.command()).isEqualTo("CLIENT NONE"));

      Nodes.get(connection.close());
      Nodes.get(connection.close());
      assertThatThrownBy(() -> Nodes.get(connection.ask("PING")))
          .isInstanceOf(NodeException.Unreachable.class)
          .hasMessage("the connection was closed by us");
      assertThat(clients(peer)).as("none is left").doesNotContain("fnstore");
    }
  }

  /** The clients of a server once none of ours is there, or time is up. */
  private static String clients(Peer peer) throws Exception {
    return Nodes.until(
        () -> Nodes.call(peer.port(), "CLIENT", "LIST").toString(),
        list -> list.lines().noneMatch(line -> line.contains("fnstore")));
  }

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldKeepErrorsWithinATransactionAsValues(Peer.Kind kind) throws Exception {
    try (Peer peer = Peer.start(kind)) {
      NodeConnection connection = nodes.open(peer);
      List<@Nullable Response> replies =
          Nodes.get(
              connection.transaction(
                  List.of(
                      NodeConnection.words("FUNCTION", "DELETE", "none"),
                      List.of(
                          Bytes.of("FUNCTION"), Bytes.of("LOAD"), Nodes.library("lib", "return 1")),
                      NodeConnection.words("GET", "none"),
                      Signature.REQUEST)));

      assertThat(replies).hasSize(4);
      assertThat(replies.get(0).type()).isEqualTo(ResponseType.ERROR);
      assertThat(NodeException.Refused.of("FUNCTION DELETE", replies.get(0)))
          .hasMessage("FUNCTION DELETE: ERR Library not found");
      assertThat(replies.get(1)).hasToString("lib");
      assertThat(replies.get(2)).isNull();
      assertThat(Signature.of(replies.get(3)).functions())
          .as("what has run within the transaction counts")
          .isEqualTo(new FunctionCounts(1, 1, 1, 1, 0, 0));
      assertThat(Nodes.get(connection.transaction(List.of()))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldRunNothingWhereOneCommandIsRefused(Peer.Kind kind) throws Exception {
    try (Peer peer = Peer.start(kind)) {
      Nodes.call(
          peer.port(), "ACL", "SETUSER", "ann", "on", ">s3 cr%t", "~*", "+@all", "-function|dump");
      NodeConnection connection = nodes.open(peer, "user=ann", "password-env=SECRET");

      assertRefused(connection, NodeConnection.words("NOSUCH", "x"), "NOSUCH: ERR unknown command");
      assertRefused(connection, NodeConnection.words("FUNCTION", "DUMP"), "FUNCTION DUMP: NOPERM");
      Nodes.call(peer.port(), "CONFIG", "SET", "maxmemory", "1");
      // Redis 7.0 refuses whatever comes after MULTI then, also what frees memory
      assertRefused(
          connection,
          NodeConnection.words("SET", "a", "b"),
          (kind == Peer.Kind.REDIS_7 ? "DEL" : "SET") + ": OOM command not allowed");

      assertThat(Nodes.get(connection.ask("GET", "k"))).as("nothing was run").isNull();
      assertThatThrownBy(() -> Nodes.get(NodeLibraries.dump(connection)))
          .hasMessageStartingWith("FUNCTION DUMP: NOPERM");
    }
  }

  private static void assertRefused(
      NodeConnection connection, List<Bytes> command, String message) {
    List<List<Bytes>> commands =
        List.of(NodeConnection.words("DEL", "k"), command, NodeConnection.words("DEL", "l"));
    assertThatThrownBy(() -> Nodes.get(connection.transaction(commands)))
        .isInstanceOf(NodeException.Refused.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void shouldRunNothingWhereTransactionsAreNotAllowed() throws Exception {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8)) {
      Nodes.call(peer.port(), "ACL", "SETUSER", "ann", "on", ">s3 cr%t", "~*", "+@all", "-multi");
      NodeConnection connection = nodes.open(peer, "user=ann", "password-env=SECRET");

      assertThatThrownBy(
              () ->
                  Nodes.get(connection.transaction(List.of(NodeConnection.words("SET", "k", "v")))))
          .hasMessageStartingWith("MULTI: NOPERM");
      assertThat(Nodes.get(connection.ask("GET", "k"))).isNull();
    }
  }

  @Test
  void shouldKeepOtherRequestsOutOfTransactions() throws Exception {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_9)) {
      NodeConnection connection = nodes.open(peer);
      List<Future<List<@Nullable Response>>> transactions = new ArrayList<>();
      List<Future<@Nullable Response>> requests = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        List<Bytes> increment = NodeConnection.words("INCR", "n");
        transactions.add(connection.transaction(List.of(increment, increment)));
        requests.add(connection.ask("GET", "n"));
      }

      for (int i = 0; i < 200; i++) {
        assertThat(Nodes.get(transactions.get(i))).extracting(Response::toLong).hasSize(2);
        assertThat(Nodes.get(requests.get(i))).hasToString(Integer.toString(2 * i + 2));
      }
    }
  }

  /** A node may hold any number of libraries that are to go, and they go at once. */
  @Test
  void shouldRunAnyNumberOfCommandsAsOne() throws Exception {
    int count = 2 * NodeConnection.MOST_AT_ONCE + 1;
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8)) {
      NodeConnection connection = nodes.open(peer);
      List<List<Bytes>> commands =
          new ArrayList<>(Collections.nCopies(count, NodeConnection.words("INCR", "n")));
      List<@Nullable Response> replies = Nodes.get(connection.transaction(commands));
      assertThat(replies).hasSize(count);
      assertThat(replies.get(count - 1)).hasToString(Integer.toString(count));

      commands.set(NodeConnection.MOST_AT_ONCE - 1, NodeConnection.words("NOSUCH"));
      assertThatThrownBy(() -> Nodes.get(connection.transaction(commands)))
          .isInstanceOf(NodeException.Refused.class)
          .hasMessageStartingWith("NOSUCH: ERR unknown command");
      assertThat(Nodes.get(connection.ask("GET", "n"))).hasToString(Integer.toString(count));
    }
  }

  @Test
  void shouldMoveMegabytes() throws Exception {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8)) {
      NodeConnection connection = nodes.open(peer);
      Bytes source = Nodes.library("big", "return 1").concat(Bytes.of("--" + "é".repeat(8 << 20)));
      Nodes.get(connection.ask(List.of(Bytes.of("FUNCTION"), Bytes.of("LOAD"), source)));

      assertThat(Nodes.get(NodeLibraries.read(connection)).get(0).source()).isEqualTo(source);
      assertThat(Nodes.get(NodeLibraries.rdbVersion(connection))).isEqualTo(11);
    }
  }

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldLogInAndSayWhenThatIsRefused(Peer.Kind kind) throws Exception {
    try (Peer peer = Peer.start(kind, "--requirepass", "s3 cr%t")) {
      assertThat(Nodes.get(nodes.open(peer, "password-env=SECRET").ask("PING")))
          .hasToString("PONG");
      assertThatThrownBy(() -> nodes.open(peer))
          .isInstanceOf(NodeException.Refused.class)
          .hasMessageContaining("NOAUTH");
      assertThatThrownBy(() -> nodes.open(peer, "password-env=WRONG"))
          .asInstanceOf(type(NodeException.Refused.class))
          .satisfies(refused -> assertThat(refused.code()).isEqualTo("WRONGPASS"))
          .satisfies(refused -> assertThat(refused.isOfLogin()).isTrue());
      assertThatThrownBy(() -> nodes.open(peer, "password-env=NONE"))
          .isInstanceOf(NodeException.Misconfigured.class)
          .hasMessageContaining("NONE");

      try (RespConnection other = peer.connect()) {
        other.call("AUTH", "s3 cr%t");
        String left =
            Nodes.until(
                () -> other.call("CLIENT", "LIST").toString(),
                list -> list.split("id=").length == 3);
        assertThat(left).as("those that were refused are closed").hasSizeGreaterThan(0);
        assertThat(left.split("id=")).hasSize(3);
      }
    }
  }

  @Test
  void shouldGiveUpOnAServerThatIsStopped() throws Exception {
    try (Peer peer = Peer.start(Peer.Kind.REDIS_7)) {
      long pid = Nodes.pid(peer);
      NodeConnection connection = Nodes.get(nodes.opening(Nodes.HASTY, peer.port()));
      Nodes.signal("STOP", pid);

      Future<@Nullable Response> first = connection.ask("PING");
      Future<List<@Nullable Response>> second = connection.transaction(List.of(Signature.REQUEST));
      assertThatThrownBy(() -> Nodes.get(first))
          .isInstanceOf(NodeException.Unreachable.class)
          .hasMessage("no answer within 2000 ms");
      assertThatThrownBy(() -> Nodes.get(second)).isInstanceOf(NodeException.Unreachable.class);
      assertThatThrownBy(() -> Nodes.get(connection.ask("PING")))
          .as("it is closed")
          .hasMessage("no answer within 2000 ms");
      assertThatThrownBy(() -> Nodes.get(nodes.opening(Nodes.HASTY, peer.port())))
          .isInstanceOf(NodeException.Unreachable.class)
          .hasMessage("no answer within 3000 ms");

      assertThat(Nodes.until(() -> nodes.vertx().deploymentIDs(), Set::isEmpty))
          .as("nothing of it is kept")
          .isEmpty();
      Nodes.signal("CONT", pid);
      assertThat(clients(peer)).as("none is left").doesNotContain("fnstore");
    }
  }

  @Test
  void shouldSayThatAServerDied() throws Exception {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_9)) {
      long pid = Nodes.pid(peer);
      NodeConnection connection = nodes.open(peer);
      Future<@Nullable Response> slow = connection.ask("DEBUG", "SLEEP", "50");
      Nodes.signal("KILL", pid);

      assertThatThrownBy(() -> Nodes.get(slow))
          .isInstanceOf(NodeException.Unreachable.class)
          .hasMessageContaining("closed");
      assertThatThrownBy(() -> Nodes.get(nodes.opening(Nodes.PATIENT, peer.port())))
          .isInstanceOf(NodeException.Unreachable.class)
          .hasMessage("connection refused");
    }
  }

  @Test
  void shouldCloseAConnectionThatIsNeverAnswered() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Future<NodeConnection> opening = nodes.opening(Nodes.HASTY, silent.getLocalPort());
      try (Socket taken = silent.accept()) {
        assertThatThrownBy(() -> Nodes.get(opening)).hasMessage("no answer within 3000 ms");
        taken.setSoTimeout(60_000);
        assertThat(new String(taken.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .as("what came until it was closed")
            .contains("hello");
      }
    }
  }

  @Test
  void shouldSayThatSomebodyElseAnswers() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Future<NodeConnection> opening = nodes.opening(Nodes.PATIENT, web.getLocalPort());
      try (Socket taken = web.accept()) {
        taken
            .getOutputStream()
            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> Nodes.get(opening))
            .isInstanceOf(NodeException.Unreachable.class)
            .hasMessage("what answers there is no Valkey or Redis");
        taken.setSoTimeout(60_000);
        assertEnds(taken);
      }
    }
  }

  /** Reads until the other side has closed, in whatever way. */
  private static void assertEnds(Socket socket) throws IOException {
    try {
      socket.getInputStream().readAllBytes();
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  @Test
  void shouldConnectOverIpv6AndByNamesWithUnderscores() throws Exception {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getAllByName("::1")[0], 0));
    } catch (IOException e) {
      Assumptions.abort("this machine has no IPv6");
    }
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8, "--bind", "127.0.0.1", "::1")) {
      NodeConnection connection =
          Nodes.get(nodes.opening(Nodes.PATIENT, "valkey://[::1]:" + peer.port()));
      assertThat(Nodes.get(connection.ask("PING"))).hasToString("PONG");
    }
    assertThatThrownBy(() -> Nodes.get(nodes.opening(Nodes.PATIENT, "valkey://no_such.invalid")))
        .isInstanceOf(NodeException.Unreachable.class)
        .hasMessage("there is no host no_such.invalid");
    assertThatThrownBy(() -> Nodes.get(nodes.opening(Nodes.PATIENT, "valkeys://no_such.invalid")))
        .hasMessageContaining("underscore");
  }

  @Test
  void shouldSpeakTls(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "node");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (Peer peer =
        Peer.start(
            Peer.Kind.VALKEY_9,
            "--tls-port",
            Integer.toString(port),
            "--tls-cert-file",
            certificate.certificateFile().toString(),
            "--tls-key-file",
            certificate.keyFile().toString(),
            "--tls-ca-cert-file",
            certificate.certificateFile().toString())) {
      String own =
          "&cert-file=" + certificate.certificateFile() + "&key-file=" + certificate.keyFile();
      String trust = "?ca-file=" + certificate.certificateFile() + own;
      String uri = "valkeys://127.0.0.1:" + port;

      NodeConnection connection = Nodes.get(nodes.opening(Nodes.PATIENT, uri + trust));
      assertThat(Nodes.get(connection.ask("PING"))).hasToString("PONG");
      assertThatThrownBy(
              () -> Nodes.get(nodes.opening(Nodes.PATIENT, "valkeys://localhost:" + port + trust)))
          .isInstanceOf(NodeException.Unreachable.class)
          .hasMessageContaining("No name matching localhost found");
      Nodes.get(
          nodes.opening(Nodes.PATIENT, "valkeys://localhost:" + port + trust + "&insecure=yes"));
      assertThatThrownBy(() -> Nodes.get(nodes.opening(Nodes.PATIENT, uri)))
          .isInstanceOf(NodeException.Unreachable.class)
          .hasMessageContaining("unable to find valid certification path");
      String noPem = uri + "?ca-file=" + certificate.keyFile();
      assertThatThrownBy(() -> Nodes.get(nodes.opening(Nodes.PATIENT, noPem)))
          .hasMessageContaining("not in PEM format");
      assertThat(Nodes.call(peer.port(), "PING")).isEqualTo(Reply.simple("PONG"));
    }
  }
}
