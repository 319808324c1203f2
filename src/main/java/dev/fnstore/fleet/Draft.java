package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.Endpoint;
import dev.fnstore.fleet.node.NodeLibraries;
import dev.fnstore.fleet.node.NodeLibrary;
import dev.fnstore.fleet.node.Signature;
import dev.fnstore.fleet.plan.Held;
import dev.fnstore.fleet.plan.NodePlan;
import dev.fnstore.fleet.plan.Planner;
import dev.fnstore.fleet.plan.Wanted;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Digest;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Target;
import dev.fnstore.payload.PayloadException;
import dev.fnstore.registry.RefusedException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes a deployment of what nodes need: nodes that need the same share a step. */
final class Draft {
  private final FleetStore store;
  private final Context context;
  private final Members members;
  private final RegisteredTarget target;
  private final Wanted wanted;
  private final Planner planner;

  /** What is to be done, and to whom. */
  record Drafted(Deployment deployment, Map<Node, NodeChange> changes) {}

  /** What nodes have in common that share a step. */
  private record Need(
      SortedMap<Bytes, Digest> replacing,
      SortedMap<Bytes, Digest> adding,
      List<Bytes> removed,
      SortedMap<Bytes, Digest> before) {
    SortedMap<Bytes, Digest> loaded() {
      SortedMap<Bytes, Digest> all = new TreeMap<>(replacing);
      all.putAll(adding);
      return all;
    }
  }

  Draft(
      FleetStore store,
      Context context,
      Members members,
      RegisteredTarget target,
      Wanted wanted,
      Planner planner) {
    this.store = store;
    this.context = context;
    this.members = members;
    this.target = target;
    this.wanted = wanted;
    this.planner = planner;
  }

  RegisteredTarget target() {
    return target;
  }

  NodePlan plan(Node node) {
    return node.plan(planner);
  }

  /** Whether the target itself is told anew what of ours it holds. */
  boolean changesTheTarget() {
    return !planner.newlyDeployed().isEmpty()
        || !goneAfter(List.of()).isEmpty()
        || target.deployed() == null
        || Contested.isOutdated(target, members.all());
  }

  /**
   * The names of what the target holds no more once {@code changed} have done their part. As long
   * as one of its nodes may still hold something of it, all of it counts for ours: else it would be
   * foreign when a node comes back that was away, and be left there.
   */
  private List<Bytes> goneAfter(List<Node> changed) {
    List<Bytes> leaving = planner.noLongerDeployed();
    if (leaving.isEmpty()) {
      return leaving;
    }
    Set<Bytes> names = new HashSet<>(leaving);
    Set<Endpoint> endpoints = new HashSet<>();
    changed.forEach(node -> endpoints.add(node.endpoint()));
    for (Node node : members.all()) {
      List<Held> held = node.held();
      if (!node.isSeen() || held == null) {
        return List.of();
      }
      boolean holds =
          held.stream()
              .anyMatch(
                  library ->
                      names.contains(library.name()) && planner.isOurs(node.address(), library));
      if (holds && !endpoints.contains(node.endpoint()) && !follows(node, endpoints)) {
        return List.of();
      }
    }
    return leaving;
  }

  private static boolean follows(Node node, Set<Endpoint> endpoints) {
    Signature signature = node.signature();
    return signature != null
        && signature.replication().linkUp()
        && signature.replication().primary().filter(endpoints::contains).isPresent();
  }

  /**
   * The deployment to these nodes, all of which are seen and need something.
   *
   * @return fails where what a node holds cannot be kept to bring it back
   */
  Future<Drafted> of(List<Node> nodes) {
    List<Bytes> gone = goneAfter(nodes);
    Map<Need, List<Node>> needs = new LinkedHashMap<>();
    Set<Digest> digests = new HashSet<>();
    for (Node node : nodes) {
      Need need = need(node);
      needs.computeIfAbsent(need, unused -> new ArrayList<>()).add(node);
      digests.addAll(need.loaded().values());
      digests.addAll(need.before().values());
    }
    return Future.fromCompletionStage(store.sources(digests), context)
        .compose(known -> withTheirs(needs, new HashMap<>(known)))
        .compose(sources -> drafted(gone, needs, sources));
  }

  private static List<Held> held(Node node) {
    List<Held> held = node.held();
    if (held == null) {
      throw new IllegalStateException(node.endpoint() + " has not been seen");
    }
    return held;
  }

  private Need need(Node node) {
    NodePlan plan = node.plan(planner);
    Set<Bytes> replaced = new HashSet<>(plan.replaced());
    SortedMap<Bytes, Digest> before = new TreeMap<>();
    for (Held library : held(node)) {
      if (replaced.contains(library.name())) {
        before.put(library.name(), library.digest());
      }
    }
    // exclusive: whatever comes there meanwhile has to go
    boolean replacesAll = target.target().mode() == Target.Mode.EXCLUSIVE;
    return new Need(
        digests(replacesAll ? plan.loaded() : plan.different()),
        digests(replacesAll ? List.of() : plan.missing()),
        plan.surplus(),
        before);
  }

  private SortedMap<Bytes, Digest> digests(List<Bytes> names) {
    SortedMap<Bytes, Digest> digests = new TreeMap<>(wanted.digests());
    digests.keySet().retainAll(new HashSet<>(names));
    return digests;
  }

  /** What only the nodes have is read there. */
  private static Future<Map<Digest, Bytes>> withTheirs(
      Map<Need, List<Node>> needs, Map<Digest, Bytes> sources) {
    List<Future<Void>> reads = new ArrayList<>();
    needs.forEach(
        (need, nodes) -> {
          if (!sources.keySet().containsAll(need.before().values())) {
            reads.add(
                nodes
                    .get(0)
                    .connect()
                    .compose(NodeLibraries::read)
                    .map(
                        libraries -> {
                          for (NodeLibrary library : libraries) {
                            sources.put(library.digest(), library.source());
                          }
                          return null;
                        }));
          }
        });
    return Future.join(reads).map(sources);
  }

  private Future<Drafted> drafted(
      List<Bytes> gone, Map<Need, List<Node>> needs, Map<Digest, Bytes> sources) {
    List<Deployment.Step> steps = new ArrayList<>();
    Map<Node, NodeChange> changes = new LinkedHashMap<>();
    for (Map.Entry<Need, List<Node>> each : needs.entrySet()) {
      Need need = each.getKey();
      Digest lacking = lacking(need, sources);
      if (lacking != null) {
        return Future.failedFuture(
            new RefusedException(
                "a library changes while it is looked at, at "
                    + each.getValue().get(0).endpoint()
                    + ": try again"));
      }
      try {
        Bytes replacing = Payloads.of(need.replacing(), sources);
        Bytes adding = Payloads.of(need.adding(), sources);
        Deployment.Step step =
            new Deployment.Step(
                each.getValue().stream().map(Node::address).toList(),
                need.loaded(),
                need.removed(),
                Payloads.of(need.before(), sources));
        steps.add(step);
        each.getValue()
            .forEach(
                node ->
                    changes.put(node, new NodeChange(step, replacing, adding, after(node, need))));
      } catch (PayloadException e) {
        return Future.failedFuture(new RefusedException(String.valueOf(e.getMessage())));
      }
    }
    return Future.succeededFuture(
        new Drafted(
            new Deployment(
                target.target().name(), wanted.revision(), planner.newlyDeployed(), gone, steps),
            changes));
  }

  private static @Nullable Digest lacking(Need need, Map<Digest, Bytes> sources) {
    for (SortedMap<Bytes, Digest> each : List.of(need.loaded(), need.before())) {
      for (Digest digest : each.values()) {
        if (!sources.containsKey(digest)) {
          return digest;
        }
      }
    }
    return null;
  }

  private List<Held> after(Node node, Need need) {
    SortedMap<Bytes, Held> after = new TreeMap<>();
    held(node).forEach(library -> after.put(library.name(), library));
    after.keySet().removeAll(new HashSet<>(need.removed()));
    need.loaded()
        .forEach((name, digest) -> after.put(name, new Held(name, digest, wanted.functions(name))));
    return List.copyOf(after.values());
  }
}
