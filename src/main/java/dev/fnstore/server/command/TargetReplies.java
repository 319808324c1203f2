package dev.fnstore.server.command;

import static dev.fnstore.server.command.HistoryReplies.field;
import static dev.fnstore.server.command.HistoryReplies.names;
import static dev.fnstore.server.command.HistoryReplies.revision;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.Applied;
import dev.fnstore.fleet.Imported;
import dev.fnstore.fleet.NodeStatus;
import dev.fnstore.fleet.TargetPlan;
import dev.fnstore.fleet.node.Role;
import dev.fnstore.fleet.plan.NodePlan;
import dev.fnstore.model.Revision;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What targets and their nodes look like in replies. */
final class TargetReplies {
  private TargetReplies() {}

  static Reply status(NodeStatus node, long nowMs) {
    Revision deployed = node.revision();
    List<Reply.Entry> fields = new ArrayList<>();
    fields.add(field("target", Reply.bulk(node.target())));
    fields.add(field("address", Reply.bulk(node.address())));
    fields.add(field("role", role(node.role())));
    fields.add(field("server", Reply.bulk(node.server())));
    fields.add(
        field("rdb_version", node.rdbVersion() == 0 ? Reply.NULL : Reply.of(node.rdbVersion())));
    fields.add(field("revision", deployed == null ? Reply.NULL : revision(deployed)));
    fields.add(field("state", Reply.bulk(node.state().text())));
    fields.add(field("missing", names(node.missing())));
    fields.add(field("different", names(node.different())));
    fields.add(field("surplus", names(node.surplus())));
    fields.add(field("foreign", names(node.foreign())));
    fields.add(field("error", Reply.bulk(Bytes.of(node.error()))));
    fields.add(
        field(
            "seen_ms",
            node.seenMs() == 0 ? Reply.NULL : Reply.of(Math.max(0, nowMs - node.seenMs()))));
    return new Reply.Dictionary(fields);
  }

  private static Reply role(Role role) {
    return Reply.bulk(role.name().toLowerCase(Locale.ROOT));
  }

  /** A map for each node. */
  static Reply plan(TargetPlan plan) {
    List<Reply> rows = new ArrayList<>();
    for (TargetPlan.Row row : plan.rows()) {
      NodePlan needs = row.plan();
      boolean isPrimary = row.role() == Role.PRIMARY;
      rows.add(
          new Reply.Dictionary(
              List.of(
                  field("target", Reply.bulk(plan.target())),
                  field("address", Reply.bulk(row.address())),
                  field("role", role(row.role())),
                  field("revision", revision(plan.revision())),
                  field("load", names(isPrimary ? needs.missing() : List.of())),
                  field("replace", names(isPrimary ? needs.different() : List.of())),
                  field("remove", names(isPrimary ? needs.surplus() : List.of())),
                  field("foreign", names(needs.foreign())),
                  field("conflicts", names(needs.conflicts().stream().map(Bytes::of).toList())),
                  field("error", Reply.bulk(Bytes.of(row.error()))))));
    }
    return Reply.array(rows);
  }

  static Reply applied(Bytes target, Applied applied) {
    return new Reply.Dictionary(
        List.of(
            field("target", Reply.bulk(target)),
            field("revision", revision(applied.revision())),
            field("changed", names(applied.nodes().stream().map(Bytes::of).toList()))));
  }

  static Reply imported(Imported imported) {
    return new Reply.Dictionary(
        List.of(
            field("revision", revision(imported.revision())),
            field("from", Reply.bulk(Bytes.of(imported.origin())))));
  }
}
