package dev.fnstore.fleet;

import java.util.List;

/**
 * A fleet in numbers, as its nodes were last seen.
 *
 * @param targets that are described
 * @param nodes of all targets; what belongs to two of them counts twice, a target whose nodes
 *     cannot be found as one that is unreachable
 * @param inSync so many of the nodes; likewise {@code drifted}, {@code unreachable} and {@code
 *     refused}, which are the others
 * @param begun deployments since the start
 * @param failed those that a node has failed in; what the last run of the server had begun counts
 *     here too
 * @param heals how often AUTO has brought a node back that did not hold what was deployed there
 */
public record FleetFigures(
    int targets,
    int nodes,
    int inSync,
    int drifted,
    int unreachable,
    int refused,
    long begun,
    long failed,
    long heals) {
  static FleetFigures of(int targets, List<NodeStatus> nodes, FleetCounters counters) {
    return new FleetFigures(
        targets,
        nodes.size(),
        count(nodes, NodeStatus.State.IN_SYNC),
        count(nodes, NodeStatus.State.DRIFTED),
        count(nodes, NodeStatus.State.UNREACHABLE),
        count(nodes, NodeStatus.State.REFUSED),
        counters.begun(),
        counters.failed(),
        counters.heals());
  }

  private static int count(List<NodeStatus> nodes, NodeStatus.State state) {
    return (int) nodes.stream().filter(node -> node.state() == state).count();
  }
}
