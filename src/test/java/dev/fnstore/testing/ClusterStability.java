package dev.fnstore.testing;

import dev.fnstore.testing.ClusterView.Member;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether a cluster has come to rest: nothing is left to be found out, taken over or copied.
 *
 * @param nodes all of them, also the dead
 */
record ClusterStability(List<PeerCluster.Node> nodes) {
  /** What one node believes of another that runs: whose replica it is, and its slots. */
  private record Part(@Nullable String primaryId, List<Integer> slots) {}

  /** What keeps it from being stable; nothing if it is. */
  Optional<String> missing() {
    @Nullable SortedMap<String, Part> agreed = null;
    for (PeerCluster.Node viewer : running()) {
      if (!viewer.peer().askText("CLUSTER", "INFO").contains("cluster_state:ok")) {
        return Optional.of(viewer + " says that the cluster is not ok");
      }
      ClusterView view = ClusterView.of(viewer.peer());
      Optional<String> missing = missing(viewer, view).or(() -> missingCopy(viewer, view));
      if (missing.isPresent()) {
        return missing;
      }
      SortedMap<String, Part> seen = parts(view);
      if (agreed != null && !agreed.equals(seen)) {
        return Optional.of(viewer + " sees other primaries or slots than the first node");
      }
      agreed = seen;
    }
    return Optional.empty();
  }

  private List<PeerCluster.Node> running() {
    return nodes.stream().filter(node -> node.peer().isRunning()).toList();
  }

  private Optional<String> missing(PeerCluster.Node viewer, ClusterView view) {
    if (view.members().size() != nodes.size()) {
      return Optional.of(viewer + " knows " + view.members().size() + " of " + nodes.size());
    }
    for (PeerCluster.Node node : nodes) {
      Optional<Member> member = view.member(node.id());
      boolean isDone =
          member.isPresent()
              && (node.peer().isRunning() ? isWell(member.get()) : isLost(member.get(), view));
      if (!isDone) {
        return Optional.of(viewer + " sees " + node + " as " + member);
      }
    }
    return Optional.empty();
  }

  private static boolean isWell(Member member) {
    boolean isReached = member.isLinked() || member.is("myself");
    return isReached && !(member.is("fail") || member.is("fail?") || member.is("handshake"));
  }

  /** It is known to be dead, and nobody can take its slots over, or somebody has. */
  private boolean isLost(Member dead, ClusterView view) {
    return dead.is("fail")
        && (dead.slots().isEmpty()
            || running().stream()
                .flatMap(node -> view.member(node.id()).stream())
                .noneMatch(heir -> dead.id().equals(heir.primaryId())));
  }

  /** A replica that is not connected to a primary that runs. */
  private Optional<String> missingCopy(PeerCluster.Node viewer, ClusterView view) {
    String primaryId = view.myself().primaryId();
    boolean hasPrimary = running().stream().anyMatch(node -> node.id().equals(primaryId));
    if (hasPrimary
        && !viewer.peer().askText("INFO", "replication").contains("master_link_status:up")) {
      return Optional.of(viewer + " is not connected to its primary");
    }
    return Optional.empty();
  }

  private SortedMap<String, Part> parts(ClusterView view) {
    SortedMap<String, Part> parts = new TreeMap<>();
    for (PeerCluster.Node node : running()) {
      Member member = view.member(node.id()).orElseThrow();
      parts.put(node.id(), new Part(member.primaryId(), member.slots()));
    }
    return parts;
  }
}
