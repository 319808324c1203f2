package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.NodeException;
import dev.fnstore.fleet.node.Role;
import dev.fnstore.fleet.node.Signature;
import dev.fnstore.fleet.plan.NodePlan;
import dev.fnstore.fleet.plan.Planner;
import dev.fnstore.fleet.plan.Wanted;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What TARGET STATUS tells of the nodes of a target. */
final class Report {
  private final RegisteredTarget target;
  private final Planner planner;

  /**
   * A report of a target.
   *
   * @param planner which decides how its nodes differ
   */
  Report(RegisteredTarget target, Planner planner) {
    this.target = target;
    this.planner = planner;
  }

  /** All nodes, in the order of their addresses. */
  List<NodeStatus> of(Members members) {
    List<NodeStatus> all = new ArrayList<>();
    members.all().forEach(node -> all.add(of(node)));
    return List.copyOf(all);
  }

  /**
   * All nodes of a target that follows what is not there: none of them is in step with it.
   *
   * @param why nobody knows what they should hold
   */
  static List<NodeStatus> ofNothing(RegisteredTarget target, Members members, String why) {
    Wanted nothing = new Wanted(Revision.ZERO, List.of(), List.of());
    Report report = new Report(target, new Planner(target, nothing));
    return members.all().stream()
        .map(node -> node.isSeen() ? report.of(node).drifted(why) : report.of(node))
        .toList();
  }

  private NodeStatus of(Node node) {
    boolean isKnown = node.isSeen();
    NodePlan plan = isKnown ? node.plan(planner) : NodePlan.NONE;
    Signature signature = node.signature();
    NodeStatus.State state = state(node, plan);
    return new NodeStatus(
        target.target().name(),
        node.endpoint().toString(),
        node.role(),
        signature == null ? "" : signature.serverName() + " " + signature.version(),
        node.rdbVersion(),
        isKnown && plan.isInSync() ? target.deployed() : null,
        state,
        plan.missing(),
        plan.different(),
        plan.surplus(),
        plan.foreign(),
        error(node, plan),
        node.seenMs());
  }

  private static NodeStatus.State state(Node node, NodePlan plan) {
    NodeException error = reason(node, plan);
    if (error instanceof NodeException.Unreachable) {
      return NodeStatus.State.UNREACHABLE;
    } else if (error != null) {
      return NodeStatus.State.REFUSED;
    } else if (node.held() == null) {
      return node.seenMs() == 0 ? NodeStatus.State.UNREACHABLE : NodeStatus.State.DRIFTED;
    }
    return plan.isInSync() ? NodeStatus.State.IN_SYNC : NodeStatus.State.DRIFTED;
  }

  /**
   * A refusal counts as long as there is something to be done that would be tried; a conflict says
   * more than what the node answers because of it.
   */
  private static @Nullable NodeException reason(Node node, NodePlan plan) {
    boolean isTried = plan.isChange() && plan.conflicts().isEmpty();
    return node.error() == null && isTried ? node.refusal() : node.error();
  }

  private static String error(Node node, NodePlan plan) {
    NodeException error = reason(node, plan);
    if (error != null) {
      return String.valueOf(error.getMessage());
    }
    return String.join("; ", plan.conflicts());
  }

  /** Of a target whose nodes cannot be found: a row for what was asked. */
  static List<NodeStatus> unfound(Target target, @Nullable String error) {
    return List.of(
        new NodeStatus(
            target.name(),
            String.join(" ", target.uris().stream().map(Bytes::toText).toList()),
            Role.PRIMARY,
            "",
            0,
            null,
            NodeStatus.State.UNREACHABLE,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            error == null ? "it has not been asked yet" : error,
            0));
  }
}
