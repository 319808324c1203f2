package dev.fnstore.fleet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.testing.Peer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SignatureTest {
  private static final String SENTINEL = "redis_version:7.0.15\r\nredis_mode:sentinel\r\nrun_id:x";

  private final Nodes nodes = new Nodes();

  @AfterEach
  void close() {
    nodes.close();
  }

  private static Signature read(NodeConnection connection) throws Exception {
    return Nodes.get(Signature.read(connection));
  }

  private static void load(NodeConnection connection, String name) throws Exception {
    Nodes.get(
        connection.ask(
            List.of(
                Bytes.of("FUNCTION"),
                Bytes.of("LOAD"),
                Bytes.of("REPLACE"),
                Nodes.library(name, "return 1"))));
  }

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldTellWhatAServerIs(Peer.Kind kind) throws Exception {
    try (Peer peer = Peer.start(kind, "--maxmemory", "100mb")) {
      Signature signature = read(nodes.open(peer));

      boolean valkey = kind == Peer.Kind.VALKEY_8 || kind == Peer.Kind.VALKEY_9;
      assertThat(signature.serverName()).isEqualTo(valkey ? "valkey" : "redis");
      assertThat(signature.version())
          .startsWith(
              switch (kind) {
                case REDIS_7 -> "7.0.";
                case REDIS_8 -> "8.";
                case VALKEY_8 -> "8.";
                case VALKEY_9 -> "9.";
              });
      assertThat(signature.runId()).hasSize(40);
      assertThat(signature.mode()).isEqualTo(Topology.Kind.STANDALONE);
      assertThat(signature.replication().role()).isEqualTo(Role.PRIMARY);
      assertThat(signature.replication().primary()).isEmpty();
      assertThat(signature.replication().replicas()).isEmpty();
      assertThat(signature.maxMemory()).isEqualTo(100L << 20);
      assertThat(signature.usedMemory()).isPositive();
      assertThat(signature.loading()).isFalse();
      assertThat(signature.functions()).isEqualTo(new FunctionCounts(0, 0, 0, 0, 0, 0));
    }
    try (Peer peer = Peer.start(kind, "--cluster-enabled", "yes")) {
      assertThat(read(nodes.open(peer)).mode()).isEqualTo(Topology.Kind.CLUSTER);
    }
  }

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldTellWhetherFunctionsCanHaveChanged(Peer.Kind kind) throws Exception {
    try (Peer peer = Peer.start(kind)) {
      NodeConnection connection = nodes.open(peer);
      Signature empty = read(connection);
      load(connection, "a");
      Signature loaded = read(connection);
      Nodes.get(connection.ask("SET", "k", "v"));
      Nodes.get(connection.ask("FCALL", "a", "0"));

      Signature later = read(connection);
      assertThat(loaded.sameFunctionsAs(empty)).isFalse();
      assertThat(later.sameFunctionsAs(loaded)).isTrue();

      Bytes dump = Nodes.get(NodeLibraries.dump(connection));
      Nodes.get(connection.ask("FUNCTION", "DELETE", "a"));
      assertThat(read(connection).sameFunctionsAs(later)).isFalse();
      Nodes.get(connection.ask(List.of(Bytes.of("FUNCTION"), Bytes.of("RESTORE"), dump)));
      Signature restored = read(connection);
      assertThat(restored.functions()).isEqualTo(new FunctionCounts(1, 1, 1, 1, 0, 1));
      assertThat(restored.sameFunctionsAs(later)).as("gone and back").isFalse();
      Nodes.get(connection.ask("FUNCTION", "FLUSH"));
      load(connection, "b");
      Signature flushed = read(connection);
      assertThat(flushed.functions()).isEqualTo(new FunctionCounts(1, 1, 2, 1, 1, 1));
      assertThat(flushed.sameFunctionsAs(restored)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldNoticeThatCountsWereReset(Peer.Kind kind) throws Exception {
    try (Peer peer = Peer.start(kind)) {
      NodeConnection connection = nodes.open(peer);
      for (int i = 0; i < 20; i++) {
        Nodes.get(connection.ask("PING"));
      }
      Signature none = read(connection);
      Nodes.get(connection.ask("CONFIG", "RESETSTAT"));
      assertThat(read(connection).sameFunctionsAs(none)).isFalse();

      load(connection, "a");
      for (int i = 0; i < 20; i++) {
        Nodes.get(connection.ask("PING"));
      }
      Signature one = read(connection);
      Nodes.get(connection.ask("CONFIG", "RESETSTAT"));
      load(connection, "a");
      Signature again = read(connection);
      assertThat(again.functions()).isEqualTo(one.functions());
      assertThat(again.sameFunctionsAs(one)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldCountOnReplicasWhatComesByReplication(Peer.Kind kind) throws Exception {
    try (Peer primary = Peer.start(kind, "--repl-diskless-sync-delay", "0");
        Peer replica = Peer.start(kind)) {
      NodeConnection up = nodes.open(primary);
      NodeConnection down = nodes.open(replica);
      load(up, "a");
      Nodes.get(down.ask("REPLICAOF", "127.0.0.1", Integer.toString(primary.port())));
      Signature first = Nodes.until(() -> read(down), each -> isSynced(each));
      assertThat(first.replication().role()).isEqualTo(Role.REPLICA);
      assertThat(first.replication().primary()).contains(new Endpoint("127.0.0.1", primary.port()));
      assertThat(first.replication().linkUp()).isTrue();
      assertThat(first.replication().id()).isEqualTo(read(up).replication().id());
      assertThat(first.functions()).isEqualTo(new FunctionCounts(1, 1, 0, 0, 0, 0));
      assertThat(read(up).replication().replicas())
          .containsExactly(new Endpoint("127.0.0.1", replica.port()));

      load(up, "b");
      Signature loaded = Nodes.until(() -> read(down), each -> each.functions().libraries() == 2);
      assertThat(loaded.functions()).isEqualTo(new FunctionCounts(2, 2, 1, 0, 0, 0));
      assertThat(loaded.sameFunctionsAs(first)).isFalse();

      replicate(up, down, "x".repeat(100_000));
      Nodes.get(down.ask("CLIENT", "KILL", "TYPE", "MASTER"));
      replicate(up, down, "partial");
      assertThat(read(down).sameFunctionsAs(loaded))
          .as("the stream went on, over another link")
          .isTrue();

      long before = loaded.replication().resyncBytes();
      Nodes.get(up.ask("DEBUG", "CHANGE-REPL-ID"));
      Nodes.get(up.ask("CLIENT", "KILL", "TYPE", "REPLICA"));
      Signature resynced =
          Nodes.until(
              () -> read(down),
              each -> isSynced(each) && each.replication().resyncBytes() != before);
      assertThat(resynced.replication().resyncBytes()).isGreaterThan(before);
      assertThat(resynced.sameFunctionsAs(loaded)).isFalse();
      assertThatThrownBy(() -> load(down, "c")).hasMessageContaining("READONLY");
    }
  }

  private static boolean isSynced(Signature signature) {
    return signature.replication().linkUp() && !signature.loading();
  }

  /** Writes on one server and waits for it on the other. */
  private static void replicate(NodeConnection up, NodeConnection down, String value)
      throws Exception {
    Nodes.get(up.ask("SET", "k", value));
    assertThat(
            Nodes.until(
                () -> String.valueOf(Nodes.get(down.ask("GET", "k"))), each -> each.equals(value)))
        .isEqualTo(value);
  }

  @Test
  void shouldReadASentinelAndHostileText() throws Exception {
    Signature sentinel = Signature.of(SENTINEL);
    assertThat(sentinel.mode()).isEqualTo(Topology.Kind.SENTINEL);

    Signature strange =
        Signature.of(
            SENTINEL
                + "\r\nrole:slave\r\nmaster_host:evil\u0000host\r\nmaster_port:99999"
                + "\r\nslave0:ip=,port=1\r\nslave1:\r\nslave2:ip=a,port=1,ip=b\r\n:x\r\n\r\nrun_id:y"
                + "\r\nslave4:ip=c,port=1");
    assertThat(strange.runId()).as("the first one counts").isEqualTo("x");
    assertThat(strange.replication().primary()).isEmpty();
    assertThat(strange.replication().replicas()).containsExactly(new Endpoint("a", 1));

    assertThatThrownBy(() -> Signature.of(""))
        .isInstanceOf(NodeException.Unreachable.class)
        .hasMessage(
            "the answer to INFO is not that of a Valkey or Redis: there is no redis_version");
    assertThatThrownBy(() -> Signature.of(SENTINEL.replace("sentinel", "\u001b[2Jmode")))
        .hasMessageContaining("its mode is not known");
    assertThatThrownBy(() -> Signature.of(SENTINEL + "\r\nused_memory:1e9"))
        .hasMessageContaining("used_memory is no number");
    assertThatThrownBy(() -> Signature.of(SENTINEL + "\r\ncmdstat_function|load:calls=x"))
        .hasMessageContaining("calls is no number");
    assertThatThrownBy(() -> Signature.of((io.vertx.redis.client.Response) null))
        .isInstanceOf(NodeException.Unreachable.class);
  }
}
