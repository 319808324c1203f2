package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.Role;
import dev.fnstore.fleet.plan.NodePlan;
import dev.fnstore.model.Revision;
import java.util.List;

/**
 * What APPLY would do.
 *
 * @param revision of the image that would be deployed
 * @param rows a row for each node, in the order of addresses
 */
public record TargetPlan(Bytes target, Revision revision, List<Row> rows) {
  /**
   * Of one node.
   *
   * @param error why it cannot be seen; empty: it can
   */
  public record Row(String address, Role role, NodePlan plan, String error) {}

  public TargetPlan {
    rows = List.copyOf(rows);
  }
}
