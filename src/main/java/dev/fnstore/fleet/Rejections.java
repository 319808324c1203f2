package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.Role;
import dev.fnstore.fleet.node.Signature;
import dev.fnstore.fleet.plan.Planner;
import dev.fnstore.fleet.plan.Wanted;
import dev.fnstore.model.Digest;
import dev.fnstore.model.RegisteredTarget;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Which libraries were refused, and by which nodes, so that they are not tried all the time. What
 * was refused waits until something else is wanted, or until those nodes are in nobody's way any
 * more.
 */
final class Rejections {
  private final Map<SortedMap<Bytes, Digest>, Map<Node, String>> rejected = new HashMap<>();
  private @Nullable SortedMap<Bytes, Digest> newest;

  /** Forgets what was refused of former ones. */
  void follow(Wanted wanted) {
    if (!wanted.digests().equals(newest)) {
      rejected.clear();
      newest = wanted.digests();
    }
  }

  /** These nodes have refused. */
  void add(Wanted wanted, Collection<Node> nodes) {
    Map<Node, String> by = rejected.computeIfAbsent(wanted.digests(), none -> new HashMap<>());
    nodes.forEach(node -> by.put(node, runId(node)));
  }

  /** Whether it makes no sense to try. */
  boolean has(RegisteredTarget target, Wanted wanted, Members members) {
    Map<Node, String> by = rejected.getOrDefault(wanted.digests(), Map.of());
    return by.entrySet().stream()
        .anyMatch(
            each ->
                members.all().contains(each.getKey())
                    && runId(each.getKey()).equals(each.getValue())
                    && wouldBeTried(target, wanted, each.getKey()));
  }

  /** A node that has a conflict is left out, a replica is not changed at all. */
  private static boolean wouldBeTried(RegisteredTarget target, Wanted wanted, Node node) {
    return node.held() == null
        || (node.role() == Role.PRIMARY
            && node.plan(new Planner(target, wanted)).conflicts().isEmpty());
  }

  private static String runId(Node node) {
    Signature signature = node.signature();
    return signature == null ? "" : signature.runId();
  }
}
