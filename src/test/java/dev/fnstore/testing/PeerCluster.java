package dev.fnstore.testing;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.ClusterView.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;

/**
 * A cluster of real servers, whose replicas take over about 2 seconds after their primary is gone.
 * Slots and roles are kept over a kill and a restart; data is not, but what a node copies from its
 * primary.
 *
 * <p>As in every cluster, most of the primaries that have slots must run for a failover.
 */
public final class PeerCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;

  /** How long CLUSTER FAILOVER tries at most, by itself, with some time to spare. */
  private static final long FAILOVER_ATTEMPT_MS = 7_000;

  /**
   * Validity factor 0: a replica may take over however long it has not heard of its primary. No
   * migration: replicas stay with their primary, also when it has lost its last slot.
   */
  private static final String OPTIONS =
      "--cluster-enabled yes --cluster-node-timeout 1000 --cluster-require-full-coverage no"
          + " --cluster-replica-validity-factor 0 --cluster-allow-replica-migration no"
          + " --repl-diskless-sync-delay 0 --repl-ping-replica-period 1"
          + " --enable-protected-configs yes --cluster-port ";

  /**
   * One of its servers; its methods do what those of {@link Peer} do.
   *
   * @param id the 40 characters that the cluster knows it by
   * @param busPort where it speaks with other nodes
   */
  public record Node(String id, int busPort, Peer peer) {
    public int port() {
      return peer.port();
    }

    public RespConnection connect() {
      return peer.connect();
    }

    public Reply ask(Object... words) {
      return peer.ask(words);
    }

    public void kill() {
      peer.kill();
    }

    public void restart() {
      peer.restart();
    }

    public void stop() {
      peer.stop();
    }

    public void cont() {
      peer.cont();
    }

    @Override
    public String toString() {
      return "node " + port() + " (" + id.substring(0, 8) + ")";
    }
  }

  private final Peer.Kind kind;
  private final List<String> options;
  private final List<Node> nodes = new ArrayList<>();

  private PeerCluster(Peer.Kind kind, List<String> options) {
    this.kind = kind;
    this.options = options;
  }

  /**
   * Starts one and waits until it is stable. The primaries share all slots evenly, in their order.
   *
   * @param options for each server, as on its command line
   */
  public static PeerCluster start(
      Peer.Kind kind, int primaries, int replicasEach, String... options) {
    PeerCluster cluster = new PeerCluster(kind, List.of(options));
    try {
      for (int i = 0; i < primaries * (1 + replicasEach); i++) {
        // without a number of its own, nodes find only later who has which slots
        demand(cluster.launch(), "CLUSTER", "SET-CONFIG-EPOCH", i + 1);
      }
      cluster.shareSlots(primaries);
      cluster.introduceAll();
      cluster.attachReplicas(primaries);
      cluster.awaitStable();
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /** A new node that knows nobody. */
  private Node launch() {
    Peer peer = Peer.start(kind, this::freshOptions);
    Member self = ClusterView.of(peer).myself();
    Node node = new Node(self.id(), self.busPort(), peer);
    nodes.add(node);
    return node;
  }

  private List<String> freshOptions() {
    String fresh = OPTIONS + FreePorts.next();
    List<String> words = new ArrayList<>(List.of(fresh.split(" ", -1)));
    words.addAll(options);
    return words;
  }

  private void shareSlots(int primaries) {
    for (int i = 0; i < primaries; i++) {
      int first = SLOTS * i / primaries;
      int last = SLOTS * (i + 1) / primaries - 1;
      demand(nodes.get(i), "CLUSTER", "ADDSLOTSRANGE", first, last);
    }
  }

  /** Each meets each, which is faster than to wait until the word has gone round. */
  private void introduceAll() {
    for (int i = 1; i < nodes.size(); i++) {
      introduce(nodes.get(i), nodes.subList(0, i));
    }
    Polling.until("all nodes know each other", this::allKnowEachOther);
  }

  private static void introduce(Node newcomer, List<Node> others) {
    for (Node other : others) {
      demand(newcomer, "CLUSTER", "MEET", "127.0.0.1", other.port(), other.busPort());
    }
  }

  private boolean allKnowEachOther() {
    return nodes.stream()
        .map(node -> ClusterView.of(node.peer()))
        .allMatch(view -> nodes.stream().allMatch(node -> view.member(node.id()).isPresent()));
  }

  private void attachReplicas(int primaries) {
    for (int i = primaries; i < nodes.size(); i++) {
      demand(nodes.get(i), "CLUSTER", "REPLICATE", nodes.get(i % primaries).id());
    }
  }

  /** All of them, in the order in which they were started, also those that do not run. */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** The running nodes that say that they are primaries. */
  public List<Node> primaries() {
    return running().stream().filter(PeerCluster::isPrimary).toList();
  }

  /** The running nodes that say that they are replicas. */
  public List<Node> replicas() {
    return running().stream().filter(node -> !isPrimary(node)).toList();
  }

  /**
   * The first running node that says that it is a replica of {@code primary}, which need not run.
   *
   * @throws NoSuchElementException if there is none
   */
  public Node replicaOf(Node primary) {
    return running().stream()
        .filter(node -> primary.id().equals(myself(node).primaryId()))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no replica of " + primary + " runs"));
  }

  /**
   * The node that {@code replica} says that it copies from, whether it runs or not.
   *
   * @throws NoSuchElementException if it says that it is a primary
   */
  public Node primaryOf(Node replica) {
    String primaryId = myself(replica).primaryId();
    return nodes.stream().filter(node -> node.id().equals(primaryId)).findFirst().orElseThrow();
  }

  private List<Node> running() {
    return nodes.stream().filter(node -> node.peer().isRunning()).toList();
  }

  private static boolean isPrimary(Node node) {
    return myself(node).is("master");
  }

  private static Member myself(Node node) {
    return ClusterView.of(node.peer()).myself();
  }

  /** The slots that {@code node} says that it has, in ascending order. */
  public List<Integer> slotsOf(Node node) {
    return myself(node).slots();
  }

  /** Adds a primary without slots and without replicas, and waits until the cluster is stable. */
  public Node addShard() {
    List<Node> others = running();
    Node node = launch();
    introduce(node, others);
    awaitStable();
    return node;
  }

  /**
   * Moves the first {@code count} slots, which must be without keys, and waits until the cluster is
   * stable.
   *
   * @throws IllegalArgumentException if {@code from} has fewer
   * @throws IllegalStateException if a server refuses, such as for a slot with keys
   */
  public void moveSlots(Node from, Node to, int count) {
    List<Integer> slots = slotsOf(from);
    if (slots.size() < count) {
      throw new IllegalArgumentException(from + " has only " + slots.size() + " slots");
    }
    new SlotMove(from, to, slots.subList(0, count)).run();
    awaitStable();
  }

  /**
   * Makes {@code replica} the primary of its shard, while its primary runs, and waits until it is.
   */
  public void failOver(Node replica) {
    Polling.until(replica + " takes over", () -> tryFailOver(replica));
  }

  /** The server gives up after a while, without a word. */
  private static boolean tryFailOver(Node replica) {
    Reply reply = replica.ask("CLUSTER", "FAILOVER");
    long begin = System.nanoTime();
    while (reply.equals(Reply.OK) && !isPrimary(replica) && msSince(begin) < FAILOVER_ATTEMPT_MS) {
      Polling.pause();
    }
    return isPrimary(replica);
  }

  private static long msSince(long begin) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  /**
   * Waits until all running nodes say that the cluster is ok, know each other, agree on who is a
   * primary of which slots, and copy from their primaries; and until those that do not run are
   * known to be lost, and their replicas, where there are running ones, have taken over.
   */
  public void awaitStable() {
    ClusterStability stability = new ClusterStability(nodes());
    Polling.untilNothingIsMissing(stability::missing);
  }

  private static void demand(Node node, Object... words) {
    Reply reply = node.ask(words);
    if (!reply.equals(Reply.OK)) {
      throw new IllegalStateException(node + ": " + List.of(words) + ": " + reply);
    }
  }

  /** Kills all nodes and deletes their folders. */
  @Override
  public void close() {
    nodes.forEach(node -> node.peer().close());
  }
}
