package dev.fnstore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.resp.Reply;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One cluster of each kind serves all tests, since each leaves a stable one behind. */
class PeerClusterTest {
  private static final Map<Peer.Kind, PeerCluster> CLUSTERS = new EnumMap<>(Peer.Kind.class);

  @AfterAll
  static void close() {
    CLUSTERS.values().forEach(PeerCluster::close);
    for (PeerCluster cluster : CLUSTERS.values()) {
      assertThat(cluster.nodes())
          .allSatisfy(node -> assertThat(ProcessHandle.of(node.peer().pid())).isEmpty())
          .allSatisfy(node -> assertThat(node.peer().folder()).doesNotExist());
    }
    CLUSTERS.clear();
  }

  private static PeerCluster cluster(Peer.Kind kind) {
    return CLUSTERS.computeIfAbsent(
        kind, missing -> PeerCluster.start(missing, 3, 1, "--maxclients", "500"));
  }

  @ParameterizedTest
  @EnumSource(names = {"VALKEY_8", "REDIS_7"})
  void shouldHaveReplicasAndServeAllSlots(Peer.Kind kind) {
    PeerCluster cluster = cluster(kind);

    assertThat(cluster.nodes()).hasSizeGreaterThanOrEqualTo(6);
    assertThat(cluster.replicas()).hasSize(3);
    int slots = 0;
    for (PeerCluster.Node primary : cluster.primaries()) {
      slots += cluster.slotsOf(primary).size();
    }
    assertThat(slots).isEqualTo(16_384);
    PeerCluster.Node first = primaryWithReplica(cluster);
    assertThat(cluster.replicas()).contains(cluster.replicaOf(first));
    assertThat(first.ask("CONFIG", "GET", "maxclients"))
        .isEqualTo(Reply.array(Reply.bulk("maxclients"), Reply.bulk("500")));
  }

  @ParameterizedTest
  @EnumSource(names = {"VALKEY_8", "REDIS_7"})
  void shouldFailOverAndTakeTheOldPrimaryBackAsReplica(Peer.Kind kind) {
    PeerCluster cluster = cluster(kind);
    PeerCluster.Node primary = primaryWithReplica(cluster);
    PeerCluster.Node replica = cluster.replicaOf(primary);
    List<Integer> slots = cluster.slotsOf(primary);

    primary.kill();
    cluster.awaitStable();
    assertThat(cluster.primaries()).contains(replica).doesNotContain(primary);
    assertThat(cluster.slotsOf(replica)).isEqualTo(slots);

    primary.restart();
    cluster.awaitStable();
    assertThat(cluster.replicaOf(replica)).isEqualTo(primary);
  }

  @ParameterizedTest
  @EnumSource(names = {"VALKEY_8", "REDIS_7"})
  void shouldFailOverFromAStoppedPrimary(Peer.Kind kind) {
    PeerCluster cluster = cluster(kind);
    PeerCluster.Node primary = primaryWithReplica(cluster);
    PeerCluster.Node replica = cluster.replicaOf(primary);

    primary.stop();
    cluster.awaitStable();
    assertThat(cluster.primaries()).contains(replica).doesNotContain(primary);

    primary.cont();
    cluster.awaitStable();
    assertThat(cluster.replicaOf(replica)).isEqualTo(primary);
  }

  @ParameterizedTest
  @EnumSource(names = {"VALKEY_8", "REDIS_7"})
  void shouldBeStableWithoutAReplica(Peer.Kind kind) {
    PeerCluster cluster = cluster(kind);
    PeerCluster.Node primary = primaryWithReplica(cluster);
    PeerCluster.Node replica = cluster.replicaOf(primary);

    replica.kill();
    cluster.awaitStable();
    assertThat(cluster.replicas()).hasSize(2);
    assertThatThrownBy(() -> cluster.replicaOf(primary)).isInstanceOf(NoSuchElementException.class);

    replica.restart();
    cluster.awaitStable();
    assertThat(cluster.replicaOf(primary)).isEqualTo(replica);
  }

  @ParameterizedTest
  @EnumSource(names = {"VALKEY_8", "REDIS_7"})
  void shouldFailOverOnDemand(Peer.Kind kind) {
    PeerCluster cluster = cluster(kind);
    PeerCluster.Node primary = primaryWithReplica(cluster);
    PeerCluster.Node replica = cluster.replicaOf(primary);

    cluster.failOver(replica);
    assertThat(cluster.primaries()).contains(replica);
    cluster.awaitStable();
    assertThat(cluster.replicaOf(replica)).isEqualTo(primary);
  }

  @ParameterizedTest
  @EnumSource(names = {"VALKEY_8", "REDIS_7"})
  void shouldMoveSlotsToANewShard(Peer.Kind kind) {
    PeerCluster cluster = cluster(kind);
    PeerCluster.Node from = primaryWithReplica(cluster);
    List<Integer> before = cluster.slotsOf(from);

    PeerCluster.Node added = cluster.addShard();
    assertThat(cluster.primaries()).contains(added);
    assertThat(cluster.slotsOf(added)).isEmpty();

    cluster.moveSlots(from, added, 100);
    assertThat(cluster.slotsOf(added)).isEqualTo(before.subList(0, 100));
    assertThat(cluster.slotsOf(from)).isEqualTo(before.subList(100, before.size()));
    assertThatThrownBy(() -> cluster.moveSlots(added, from, 101))
        .isInstanceOf(IllegalArgumentException.class);

    cluster.moveSlots(added, from, 100);
    assertThat(cluster.slotsOf(from)).isEqualTo(before);
    assertThat(cluster.slotsOf(added)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"VALKEY_8", "REDIS_7"})
  void shouldMoveAllSlotsAndKeepTheReplica(Peer.Kind kind) {
    PeerCluster cluster = cluster(kind);
    PeerCluster.Node from = primaryWithReplica(cluster);
    PeerCluster.Node replica = cluster.replicaOf(from);
    PeerCluster.Node to =
        cluster.primaries().stream().filter(node -> !node.equals(from)).findFirst().orElseThrow();
    List<Integer> before = cluster.slotsOf(from);

    cluster.moveSlots(from, to, before.size());
    assertThat(cluster.slotsOf(from)).isEmpty();
    assertThat(cluster.slotsOf(to)).containsAll(before);
    assertThat(cluster.replicaOf(from)).isEqualTo(replica);

    new SlotMove(to, from, before).run();
    cluster.awaitStable();
    assertThat(cluster.slotsOf(from)).isEqualTo(before);
  }

  /** Clients and replicas go where a node says that it is; other nodes keep to its bus. */
  @Test
  void shouldBeReachedThroughARelayThatItAnnounces() {
    PeerCluster cluster = cluster(Peer.Kind.VALKEY_8);
    PeerCluster.Node primary = primaryWithReplica(cluster);
    PeerCluster.Node other = cluster.replicaOf(primary);
    try (TcpRelay relay = TcpRelay.start(primary.port())) {
      announce(primary, relay.port());
      Polling.until(
          "the relay's port is known",
          () -> other.peer().askText("CLUSTER", "NODES").contains(":" + relay.port() + "@"));
      relay.cut();
      assertThat(primary.peer().askText("CLUSTER", "INFO")).contains("cluster_state:ok");
    } finally {
      announce(primary, 0);
    }
    cluster.awaitStable();
  }

  private static void announce(PeerCluster.Node node, int port) {
    assertThat(node.ask("CONFIG", "SET", "cluster-announce-port", port)).isEqualTo(Reply.OK);
  }

  private static PeerCluster.Node primaryWithReplica(PeerCluster cluster) {
    return cluster.primaryOf(cluster.replicas().get(0));
  }
}
