package dev.fnstore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Those of one kind serve all tests, since each leaves them stable. */
class PeerSentinelsTest {
  private static final Map<Peer.Kind, PeerSentinels> STARTED = new EnumMap<>(Peer.Kind.class);

  @AfterAll
  static void close() {
    STARTED.values().forEach(PeerSentinels::close);
    for (PeerSentinels peers : STARTED.values()) {
      assertThat(Stream.concat(peers.servers().stream(), peers.sentinels().stream()))
          .hasSize(6)
          .allSatisfy(peer -> assertThat(ProcessHandle.of(peer.pid())).isEmpty())
          .allSatisfy(peer -> assertThat(peer.folder()).doesNotExist());
    }
    STARTED.clear();
  }

  private static PeerSentinels peers(Peer.Kind kind) {
    return STARTED.computeIfAbsent(kind, missing -> PeerSentinels.start(missing, 2));
  }

  @ParameterizedTest
  @EnumSource(names = {"VALKEY_8", "REDIS_7"})
  void shouldCopyFromThePrimary(Peer.Kind kind) {
    PeerSentinels peers = peers(kind);

    assertThat(peers.sentinels()).hasSize(3);
    assertThat(peers.replicas()).hasSize(2).doesNotContain(peers.primary());
    assertThat(peers.primary().askText("SET", "key", "value")).isEqualTo("OK");
    for (Peer replica : peers.replicas()) {
      Polling.until("it has the key", () -> hasKey(replica));
    }
  }

  private static boolean hasKey(Peer server) {
    return server.ask("EXISTS", "key").equals(Reply.ONE);
  }

  @ParameterizedTest
  @EnumSource(names = {"VALKEY_8", "REDIS_7"})
  void shouldFailOverAndTakeTheOldPrimaryBackAsReplica(Peer.Kind kind) {
    PeerSentinels peers = peers(kind);
    Peer old = peers.primary();
    List<Peer> replicas = peers.replicas();

    old.kill();
    Peer primary = peers.awaitFailover();
    assertThat(replicas).contains(primary);

    old.restart();
    peers.awaitStable();
    assertThat(peers.primary()).isEqualTo(primary);
    assertThat(peers.replicas()).contains(old);
  }

  @ParameterizedTest
  @EnumSource(names = {"VALKEY_8", "REDIS_7"})
  void shouldFailOverFromAStoppedPrimary(Peer.Kind kind) {
    PeerSentinels peers = peers(kind);
    Peer old = peers.primary();

    old.stop();
    Peer primary = peers.awaitFailover();
    assertThat(primary).isNotEqualTo(old);

    old.cont();
    peers.awaitStable();
    assertThat(peers.primary()).isEqualTo(primary);
  }

  @ParameterizedTest
  @EnumSource(names = {"VALKEY_8", "REDIS_7"})
  void shouldFailOverOnDemandWithoutOneOfTheSentinels(Peer.Kind kind) {
    PeerSentinels peers = peers(kind);
    Peer old = peers.primary();
    Peer sentinel = peers.sentinels().get(0);

    sentinel.kill();
    assertThat(peers.failOver()).isNotEqualTo(old);
    peers.awaitStable();

    sentinel.restart();
    peers.awaitStable();
    assertThat(peers.replicas()).contains(old);
  }

  @ParameterizedTest
  @EnumSource(names = {"VALKEY_8", "REDIS_7"})
  void shouldKeepTheRoleOfAServerThatIsRestarted(Peer.Kind kind) {
    PeerSentinels peers = peers(kind);
    Peer replica = peers.replicas().get(0);

    replica.restart();
    assertThat(replica.askText("INFO", "replication")).contains("role:slave");
    peers.awaitStable();
    assertThat(peers.replicas()).contains(replica);
  }
}
