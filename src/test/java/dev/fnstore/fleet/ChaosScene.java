package dev.fnstore.fleet;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.PeerCluster;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import dev.fnstore.testing.TcpRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cluster of three primaries and three replicas, the fnstore that keeps it in step, in a process
 * of its own, and what both are to hold.
 */
final class ChaosScene implements AutoCloseable {
  /** As whom fnstore logs in. */
  static final String USER = "fleet";

  static final String PASSWORD = "secret";
  static final String TARGET = "prod";

  private static final String NAMED = " name=fnstore ";
  private static final int SHARDS = 3;
  private static final int FIRST_NODES = 6;

  /** A replica of the second shard, at first. */
  private static final int RELAYED = 4;

  private static final String INTERVAL_MS = System.getProperty("fleet.chaos.interval", "500");

  private final Path folder;
  private final boolean isManaged;
  private final PeerCluster cluster;
  private final TcpRelay relay;

  /** Foreign libraries that must stay, their texts by name, by shard. */
  private final Map<Integer, SortedMap<String, String>> foreign = new HashMap<>();

  private int cutOff;
  private ServerProcess server;
  private RespConnection client;

  ChaosScene(Path folder, boolean isManaged) {
    this.folder = folder;
    this.isManaged = isManaged;
    this.cluster =
        PeerCluster.start(
            Peer.Kind.VALKEY_8,
            SHARDS,
            1,
            "--user",
            USER,
            "on",
            ">" + PASSWORD,
            "~*",
            "&*",
            "+@all");
    this.relay = TcpRelay.start(cluster.nodes().get(RELAYED).port());
    announce();
    this.server = launch();
    this.client = server.connect().resp3();
    describe();
  }

  /** Tells fnstore of the target, which it may know already. */
  void describe() {
    String mode = isManaged ? "managed" : "exclusive";
    Reply added =
        call("TARGET", "ADD", TARGET, uri(0), uri(1), "MODE", mode, "AUTO", "yes", "REPLACE");
    if (!added.equals(Reply.OK)) {
      throw new IllegalStateException(added.toString());
    }
  }

  /** Of which node fnstore has more than one connection, which it has only while it discovers. */
  Optional<String> manyConnections() {
    for (PeerCluster.Node node : cluster.nodes()) {
      long count =
          node.peer()
              .askText("CLIENT", "LIST")
              .lines()
              .filter(each -> each.contains(NAMED))
              .count();
      if (count > 1) {
        return Optional.of(node + " has " + count + " connections of fnstore");
      }
    }
    return Optional.empty();
  }

  private ServerProcess launch() {
    return ServerProcess.start(
        folder.resolve("data"), "--config", "target-interval=" + INTERVAL_MS);
  }

  private String uri(int node) {
    Path file = folder.resolve("password");
    try {
      Files.writeString(file, PASSWORD + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "valkey://"
        + USER
        + "@127.0.0.1:"
        + cluster.nodes().get(node).port()
        + "?password-file="
        + file.toAbsolutePath();
  }

  boolean isManaged() {
    return isManaged;
  }

  PeerCluster cluster() {
    return cluster;
  }

  TcpRelay relay() {
    return relay;
  }

  PeerCluster.Node relayed() {
    return cluster.nodes().get(RELAYED);
  }

  /** Has others reach the relayed node through the relay; it forgets that when it is restarted. */
  void announce() {
    relayed().ask("CONFIG", "SET", "cluster-announce-port", relay.port());
  }

  /** Whether somebody else holds what this node does; one that was added has no replica. */
  boolean hasPartner(PeerCluster.Node node) {
    return cluster.nodes().indexOf(node) < FIRST_NODES;
  }

  /** A node that does not run forgets what it has copied. */
  void loseFile(PeerCluster.Node node) {
    try {
      Files.deleteIfExists(node.peer().folder().resolve("dump.rdb"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int shard(PeerCluster.Node node) {
    int index = cluster.nodes().indexOf(node);
    return index < FIRST_NODES ? index % SHARDS : index;
  }

  /** The other nodes of the shard. */
  List<PeerCluster.Node> partners(PeerCluster.Node node) {
    return cluster.nodes().stream()
        .filter(other -> !other.equals(node) && shard(other) == shard(node))
        .toList();
  }

  /** Foreign libraries that must stay on this node, texts by name; may be changed. */
  SortedMap<String, String> foreign(PeerCluster.Node node) {
    return foreign.computeIfAbsent(shard(node), unused -> new TreeMap<>());
  }

  Reply call(Object... words) {
    return client.call(words);
  }

  /** Kills fnstore, wherever it is, and starts it again. */
  void crash() {
    server.kill();
    client.close();
    server = launch();
    client = server.connect().resp3();
    Map<String, Object> target =
        FleetScene.fields(((Reply.Array) call("TARGET", "LIST")).items().get(0));
    if (!"null".equals(String.valueOf(target.get("deploying_revision")))) {
      cutOff++;
    }
  }

  /** How many deployments had no outcome yet when fnstore was killed. */
  int cutOff() {
    return cutOff;
  }

  String output() {
    return server.output();
  }

  /** The fields of each node of TARGET STATUS, by address. */
  Map<String, Map<String, Object>> status() {
    Map<String, Map<String, Object>> nodes = new TreeMap<>();
    for (Reply node : ((Reply.Array) call("TARGET", "STATUS", TARGET)).items()) {
      Map<String, Object> fields = FleetScene.fields(node);
      nodes.put(String.valueOf(fields.get("address")), fields);
    }
    return nodes;
  }

  private String address(PeerCluster.Node node) {
    return "127.0.0.1:" + (node.equals(relayed()) ? relay.port() : node.port());
  }

  /**
   * What STATUS says that is not so.
   *
   * @param hit the states that it may tell of nodes that are not in sync
   */
  Optional<String> wrongStatus(Map<PeerCluster.Node, String> hit) {
    Map<String, Map<String, Object>> status = status();
    if (status.size() != cluster.nodes().size()) {
      return Optional.of(status.size() + " nodes: " + status);
    }
    for (PeerCluster.Node node : cluster.nodes()) {
      Map<String, Object> row = status.get(address(node));
      String wanted = hit.getOrDefault(node, "in-sync");
      if (row == null || !wanted.equals(row.get("state"))) {
        return Optional.of(address(node) + " is not " + wanted + ": " + row);
      }
    }
    return Optional.empty();
  }

  /** What is not in step; nothing if every node that runs is. */
  Optional<String> notInStep(SortedMap<String, String> libraries) {
    if (!libraries.equals(ChaosNodes.libraries(client))) {
      return Optional.of("fnstore has " + ChaosNodes.libraries(client));
    }
    for (PeerCluster.Node node : cluster.nodes()) {
      if (!node.peer().isRunning()) {
        continue;
      }
      SortedMap<String, String> wanted = new TreeMap<>(foreign(node));
      wanted.putAll(libraries);
      SortedMap<String, String> held = ChaosNodes.libraries(node);
      if (!held.equals(wanted)) {
        return Optional.of(node + " holds " + held + " instead of " + wanted);
      }
    }
    return wrongStatus(Map.of()).or(this::wrongForeign);
  }

  private Optional<String> wrongForeign() {
    Map<String, Map<String, Object>> status = status();
    for (PeerCluster.Node node : cluster.nodes()) {
      Object told = status.getOrDefault(address(node), Map.of()).get("foreign");
      if (!List.copyOf(foreign(node).keySet()).equals(told)) {
        return Optional.of(address(node) + " has foreign ones " + told);
      }
    }
    return Optional.empty();
  }

  /** The log of fnstore's trail, newest first, for those who look for what went wrong. */
  List<String> trail() {
    List<String> lines = new ArrayList<>();
    if (call("FUNCTION", "LOG", "LIMIT", 30, "REVERSE") instanceof Reply.Array array) {
      array.items().forEach(item -> lines.add(FleetScene.fields(item).toString()));
    }
    return lines;
  }

  @Override
  public void close() {
    client.close();
    server.close();
    relay.close();
    cluster.close();
  }
}
