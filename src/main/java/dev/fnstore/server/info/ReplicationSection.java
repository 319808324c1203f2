package dev.fnstore.server.info;

/** INFO replication: a primary without replicas. */
final class ReplicationSection implements Section {
  @Override
  public String name() {
    return "Replication";
  }

  @Override
  public void write(InfoLines lines, long nowMs) {
    lines.add("role", "master");
    lines.add("connected_slaves", 0);
    lines.add("master_failover_state", "no-failover");
    lines.add("master_repl_offset", 0);
    lines.add("repl_backlog_active", 0);
  }
}
