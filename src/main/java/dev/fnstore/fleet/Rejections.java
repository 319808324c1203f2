package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.NodeException;
import dev.fnstore.fleet.node.Role;
import dev.fnstore.fleet.node.Signature;
import dev.fnstore.fleet.plan.Planner;
import dev.fnstore.fleet.plan.Wanted;
import dev.fnstore.model.Digest;
import dev.fnstore.model.RegisteredTarget;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Which libraries were refused, and by which nodes, so that they are not tried all the time. What
 * was refused waits until something else is wanted, or until those nodes are in nobody's way any
 * more; for a cause that passes, a second, and twice as long after each time.
 */
final class Rejections {
  private static final long FIRST_PAUSE_MS = 1_000;
  private static final int MOST_DOUBLINGS = 9;

  /** What a server says of a library that it might load at another time. */
  private static final List<String> PASSING = List.of("LOAD timeout", "not enough memory");

  private final Map<SortedMap<Bytes, Digest>, Map<Node, Rejection>> rejected = new HashMap<>();
  private @Nullable SortedMap<Bytes, Digest> newest;

  /**
   * What a node has refused.
   *
   * @param runId of the server that has
   * @param times how often
   * @param againMs when it may be tried again, in ms since 1970
   */
  private record Rejection(String runId, int times, long againMs) {}

  /** Forgets what was refused of former ones. */
  void follow(Wanted wanted) {
    if (!wanted.digests().equals(newest)) {
      rejected.clear();
      newest = wanted.digests();
    }
  }

  /** These nodes have refused. */
  void add(Wanted wanted, Collection<Node> nodes, long nowMs) {
    Map<Node, Rejection> by = rejected.computeIfAbsent(wanted.digests(), none -> new HashMap<>());
    for (Node node : nodes) {
      Rejection last = by.get(node);
      int times = last == null ? 0 : last.times;
      long againMs =
          isPassing(node)
              ? nowMs + (FIRST_PAUSE_MS << Math.min(times, MOST_DOUBLINGS))
              : Long.MAX_VALUE;
      by.put(node, new Rejection(runId(node), times + 1, againMs));
    }
  }

  private static boolean isPassing(Node node) {
    return node.refusal() instanceof NodeException.Refused refused
        && PASSING.stream().anyMatch(refused.line()::contains);
  }

  /** Whether it makes no sense to try. */
  boolean has(RegisteredTarget target, Wanted wanted, Members members, long nowMs) {
    Map<Node, Rejection> by = rejected.getOrDefault(wanted.digests(), Map.of());
    return by.entrySet().stream()
        .anyMatch(
            each ->
                members.all().contains(each.getKey())
                    && runId(each.getKey()).equals(each.getValue().runId)
                    && nowMs < each.getValue().againMs
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
