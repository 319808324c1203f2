package dev.fnstore.fleet;

import dev.fnstore.fleet.node.Access;
import dev.fnstore.fleet.node.Discovery;
import dev.fnstore.fleet.node.Endpoint;
import dev.fnstore.fleet.node.Member;
import dev.fnstore.fleet.node.Role;
import dev.fnstore.fleet.node.Signature;
import dev.fnstore.fleet.node.TargetUri;
import dev.fnstore.fleet.node.TargetUriException;
import dev.fnstore.fleet.node.Topology;
import dev.fnstore.model.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The nodes of a target, as they come and go. It belongs to the fleet's event loop. */
final class Members {
  /** Beside the seeds, so many members that were known are asked where a seed is gone. */
  private static final int MOST_OTHER_SEEDS = 8;

  private final Vertx vertx;
  private final FleetOptions options;
  private final List<TargetUri> seeds;
  private final Discovery discovery;
  private final SortedMap<Endpoint, Node> nodes = new TreeMap<>();
  private @Nullable String error;

  Members(Vertx vertx, FleetOptions options, Target target) {
    this.vertx = vertx;
    this.options = options;
    this.seeds = new ArrayList<>();
    this.discovery = new Discovery(vertx, options.environment(), options.timeouts());
    target.uris().forEach(uri -> seeds.add(parse(uri.toText())));
  }

  private static TargetUri parse(String uri) {
    try {
      return TargetUri.parse(uri);
    } catch (TargetUriException e) { // it was checked when it was added
      throw new IllegalStateException(e);
    }
  }

  Collection<Node> all() {
    return nodes.values();
  }

  @Nullable Node find(String address) {
    for (Node node : nodes.values()) {
      if (node.endpoint().toString().equals(address)) {
        return node;
      }
    }
    return null;
  }

  /** Why the nodes could not be found last; null: they could. */
  @Nullable String error() {
    return error;
  }

  /** Asks who belongs to it now; where nobody tells, those that were known stay. */
  Future<Void> discover() {
    List<Member> standing = standing();
    if (standing != null) {
      error = null;
      take(standing);
      return Future.succeededFuture();
    }
    return discovery
        .discover(everybody())
        .compose(this::withOthers)
        .transform(
            found -> {
              if (found.succeeded()) {
                error = null;
                take(found.result());
              } else {
                error = found.cause().getMessage();
              }
              return Future.succeededFuture();
            });
  }

  /** Where all URIs are primaries that stand alone, their last looks say all; null: they do not. */
  private @Nullable List<Member> standing() {
    List<Member> members = new ArrayList<>();
    for (TargetUri seed : seeds) {
      Node node = nodes.get(seed.endpoint());
      Signature signature = node == null || !node.isSeen() ? null : node.signature();
      if (signature == null
          || signature.mode() != Topology.Kind.STANDALONE
          || signature.replication().role() != Role.PRIMARY) {
        return null;
      }
      Optional<Endpoint> primary = Optional.of(seed.endpoint());
      members.add(new Member(seed.endpoint(), Role.PRIMARY, Optional.empty(), false));
      signature
          .replication()
          .replicas()
          .forEach(replica -> members.add(new Member(replica, Role.REPLICA, primary, false)));
    }
    return members;
  }

  /**
   * Servers that stand alone do not know of each other: each URI may name another. What does not
   * answer then is one too.
   */
  private Future<List<Member>> withOthers(Topology first) {
    List<Member> members = new ArrayList<>(first.members());
    if (first.kind() != Topology.Kind.STANDALONE) {
      return Future.succeededFuture(members);
    }
    List<TargetUri> others =
        seeds.stream().filter(seed -> !isAmong(seed.endpoint(), members)).toList();
    List<Future<Topology>> asked =
        others.stream().map(seed -> discovery.discover(List.of(seed))).toList();
    return Future.join(asked)
        .transform(
            done -> {
              for (int i = 0; i < others.size(); i++) {
                Endpoint endpoint = others.get(i).endpoint();
                if (asked.get(i).succeeded()) {
                  members.addAll(asked.get(i).result().members());
                } else if (!isAmong(endpoint, members)) {
                  members.add(new Member(endpoint, Role.PRIMARY, Optional.empty(), true));
                }
              }
              return Future.succeededFuture(members);
            });
  }

  private static boolean isAmong(Endpoint endpoint, List<Member> members) {
    return members.stream().anyMatch(member -> member.endpoint().equals(endpoint));
  }

  private List<TargetUri> everybody() {
    List<TargetUri> all = new ArrayList<>(seeds);
    TargetUri first = seeds.get(0);
    nodes.values().stream()
        .filter(Node::isSeen)
        .limit(MOST_OTHER_SEEDS)
        .forEach(
            node ->
                all.add(
                    new TargetUri(
                        first.text(),
                        node.endpoint(),
                        first.tls(),
                        first.login(),
                        first.sentinelLogin(),
                        first.master())));
    return all;
  }

  private void take(List<Member> members) {
    SortedMap<Endpoint, Node> gone = new TreeMap<>(nodes);
    for (Member member : members) {
      gone.remove(member.endpoint());
      nodes
          .computeIfAbsent(member.endpoint(), endpoint -> node(endpoint, member.role()))
          .heardOf(member.role());
    }
    for (Map.Entry<Endpoint, Node> each : gone.entrySet()) {
      each.getValue().close();
      nodes.remove(each.getKey());
    }
  }

  private Node node(Endpoint endpoint, Role role) {
    TargetUri way =
        seeds.stream()
            .filter(seed -> seed.endpoint().equals(endpoint))
            .findFirst()
            .orElse(seeds.get(0));
    return new Node(vertx, endpoint, role, Access.toNodes(way, options.environment()), options);
  }

  /**
   * Looks at all of them.
   *
   * @param everyOne also at those that have failed a moment ago
   */
  Future<Void> look(boolean everyOne) {
    List<Future<Void>> looks = new ArrayList<>();
    for (Node node : nodes.values()) {
      if (everyOne || node.isDue()) {
        looks.add(node.look());
      }
    }
    return Future.join(looks).mapEmpty();
  }

  void close() {
    nodes.values().forEach(Node::close);
  }
}
