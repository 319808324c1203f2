package dev.fnstore.fleet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DiscoveryTest {
  private final Nodes nodes = new Nodes();
  private final Discovery discovery =
      new Discovery(nodes.vertx(), Nodes.ENVIRONMENT::get, Nodes.PATIENT);
  private final Discovery hasty = new Discovery(nodes.vertx(), Nodes.ENVIRONMENT::get, Nodes.HASTY);

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void close() {
    nodes.close();
  }

  private static List<TargetUri> uris(String... texts) throws Exception {
    List<TargetUri> uris = new ArrayList<>();
    for (String text : texts) {
      uris.add(TargetUri.parse(text));
    }
    return uris;
  }

  private static String uri(Peer peer) {
    return "valkey://127.0.0.1:" + peer.port();
  }

  private static Endpoint endpoint(Peer peer) {
    return new Endpoint("127.0.0.1", peer.port());
  }

  /** Where nobody listens. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Topology discover(String... seeds) throws Exception {
    return Nodes.get(discovery.discover(uris(seeds)));
  }

  private static void awaitReplicas(Peer primary, int count) throws Exception {
    Nodes.until(
        () -> Nodes.call(primary.port(), "INFO", "replication").toString(),
        info -> info.split("state=online", -1).length == count + 1);
  }

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldFindAPrimaryAndItsReplicas(Peer.Kind kind) throws Exception {
    try (Peer primary = Peer.start(kind, "--repl-diskless-sync-delay", "0");
        Peer one = Peer.start(kind, "--replicaof", "127.0.0.1", Integer.toString(primary.port()));
        Peer two = Peer.start(kind, "--replicaof", "127.0.0.1", Integer.toString(primary.port()))) {
      awaitReplicas(primary, 2);
      Topology all =
          new Topology(
              Topology.Kind.STANDALONE,
              List.of(
                  Member.primary(endpoint(primary), false),
                  Member.replica(endpoint(one), endpoint(primary), false),
                  Member.replica(endpoint(two), endpoint(primary), false)));

      assertThat(discover(uri(primary))).isEqualTo(all);
      assertThat(discover("valkey://127.0.0.1:" + freePort(), uri(two), uri(primary)))
          .isEqualTo(all);
      assertThat(all.members()).isSortedAccordingTo((a, b) -> a.endpoint().compareTo(b.endpoint()));
    }
  }

  @Test
  void shouldSayWhatEachSeedHasAnswered() throws Exception {
    try (Peer locked = Peer.start(Peer.Kind.VALKEY_8, "--requirepass", "s3 cr%t");
        Peer orphan =
            Peer.start(Peer.Kind.VALKEY_8, "--replicaof", "127.0.0.1", String.valueOf(freePort()));
        ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      List<TargetUri> seeds =
          uris(
              "valkey://127.0.0.1:" + freePort(),
              uri(locked),
              uri(locked) + "?password-env=WRONG",
              uri(orphan),
              "valkey://127.0.0.1:" + silent.getLocalPort());

      assertThatThrownBy(() -> Nodes.get(hasty.discover(seeds)))
          .isInstanceOf(DiscoveryException.class)
          .hasMessageContaining(": connection refused; ")
          .hasMessageContaining("NOAUTH")
          .hasMessageContaining("WRONGPASS")
          .hasMessageContaining("it is a replica of 127.0.0.1:")
          .hasMessageEndingWith(silent.getLocalPort() + ": no answer within 3000 ms");
      assertThatThrownBy(() -> Nodes.get(hasty.discover(List.of())))
          .hasMessage("there is no URI to ask");
      assertThat(
              Nodes.get(discovery.discover(uris(uri(locked) + "?password-env=SECRET"))).members())
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldFindTheMembersOfACluster(Peer.Kind kind) throws Exception {
    String[] options = {"--cluster-enabled", "yes", "--cluster-node-timeout", "1000"};
    try (Peer one = Peer.start(kind, options);
        Peer two = Peer.start(kind, options);
        Peer replica = Peer.start(kind, options)) {
      assertThat(discover(uri(one)).members())
          .as("one that knows nobody, not even its own address")
          .containsExactly(Member.primary(endpoint(one), false));

      Nodes.call(one.port(), "CLUSTER", "ADDSLOTSRANGE", "0", "8191");
      Nodes.call(two.port(), "CLUSTER", "ADDSLOTSRANGE", "8192", "16383");
      meet(two, one);
      meet(replica, one);
      Nodes.until(() -> known(replica), count -> count == 3);
      String id = text(Nodes.call(one.port(), "CLUSTER", "MYID"));
      Nodes.until(
          () -> Nodes.call(replica.port(), "CLUSTER", "REPLICATE", id),
          reply -> reply.equals(Reply.simple("OK")));

      List<Member> all =
          new Topology(
                  Topology.Kind.CLUSTER,
                  List.of(
                      Member.primary(endpoint(one), false),
                      Member.primary(endpoint(two), false),
                      Member.replica(endpoint(replica), endpoint(one), false)))
              .members();
      for (Peer seed : List.of(one, two, replica)) {
        Topology found =
            Nodes.until(() -> discover(uri(seed)), topology -> topology.members().equals(all));
        assertThat(found).isEqualTo(new Topology(Topology.Kind.CLUSTER, all));
      }

      Nodes.signal("KILL", Nodes.pid(replica));
      assertThat(Nodes.get(hasty.discover(uris(uri(replica), uri(one)))).members())
          .as("a member that is gone stays one, and keeps nobody from being found")
          .extracting(Member::endpoint)
          .containsExactlyInAnyOrder(endpoint(one), endpoint(two), endpoint(replica));
    }
  }

  private static void meet(Peer who, Peer whom) {
    Nodes.call(who.port(), "CLUSTER", "MEET", "127.0.0.1", whom.port());
  }

  private static long known(Peer peer) {
    return text(Nodes.call(peer.port(), "CLUSTER", "NODES"))
        .lines()
        .filter(line -> line.contains("connected") && !line.contains("handshake"))
        .count();
  }

  private static String text(Reply reply) {
    return reply instanceof Reply.Bulk bulk ? bulk.value().toText() : reply.toString();
  }

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldFindWhatASentinelWatches(Peer.Kind kind) throws Exception {
    String[] locked = {
      "--requirepass", "s3 cr%t", "--masterauth", "s3 cr%t", "--repl-diskless-sync-delay", "0"
    };
    try (Peer primary = Peer.start(kind, locked);
        Peer replica = Peer.start(kind, locked)) {
      NodeConnection follower = nodes.open(replica, "password-env=SECRET");
      Nodes.get(follower.ask("REPLICAOF", "127.0.0.1", Integer.toString(primary.port())));
      Path config = folder.resolve("sentinel.conf");
      Files.writeString(
          config,
          """
          sentinel monitor main 127.0.0.1 %d 1
          sentinel auth-pass main "s3 cr%%t"
          requirepass other
          """
              .formatted(primary.port()));
      int port = freePort();
      Process sentinel =
          new ProcessBuilder(
                  Peer.program(kind, "server").toAbsolutePath().toString(),
                  config.toString(),
                  "--sentinel",
                  "--bind",
                  "127.0.0.1",
                  "--port",
                  Integer.toString(port))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output").toFile())
              .start();
      try {
        String uri = "valkey://127.0.0.1:" + port + "?password-env=SECRET";
        String known = uri + "&sentinel-password-env=WRONG";
        NodeConnection watch = Nodes.until(() -> sentinel(port), Optional::isPresent).orElseThrow();
        Topology all =
            new Topology(
                Topology.Kind.SENTINEL,
                List.of(
                    Member.primary(endpoint(primary), false),
                    Member.replica(endpoint(replica), endpoint(primary), false)));
        assertThat(Nodes.until(() -> discover(known), all::equals)).isEqualTo(all);
        assertThat(discover(known + "&master=main")).isEqualTo(all);
        assertThatThrownBy(() -> discover(uri)).hasMessageContaining("127.0.0.1:" + port + ": ");
        assertThatThrownBy(() -> discover(known + "&master=other"))
            .isInstanceOf(DiscoveryException.class)
            .hasMessageContaining("does not watch other, but main");

        Nodes.get(
            watch.ask(
                "SENTINEL", "MONITOR", "second", "127.0.0.1", String.valueOf(replica.port()), "1"));
        assertThatThrownBy(() -> discover(known))
            .isInstanceOf(DiscoveryException.class)
            .hasMessageContaining("?master=NAME, one of main, second");
        assertThat(discover(known + "&master=main").members()).hasSize(2);
        Nodes.get(watch.close());
      } finally {
        sentinel.destroyForcibly().waitFor();
      }
    }
  }

  /** Empty as long as it does not listen. */
  private Optional<NodeConnection> sentinel(int port) throws Exception {
    try {
      return Optional.of(Nodes.get(nodes.opening(Nodes.PATIENT, port, "password-env=WRONG")));
    } catch (NodeException.Unreachable notYet) {
      return Optional.empty();
    }
  }
}
