package dev.fnstore.server.info;

import dev.fnstore.acl.Denial.Reason;
import dev.fnstore.server.dispatch.Statistics;
import dev.fnstore.server.notify.Notifications;
import dev.fnstore.server.notify.Subscriptions.Kind;

/** INFO stats. */
final class StatsSection implements Section {
  private static final double BYTES_PER_KB = 1024;

  private final InfoSources sources;

  StatsSection(InfoSources sources) {
    this.sources = sources;
  }

  @Override
  public String name() {
    return "Stats";
  }

  @Override
  public void write(InfoLines lines, long nowMs) {
    Statistics statistics = sources.statistics();
    lines.add("total_connections_received", statistics.connectionsReceived());
    lines.add("total_commands_processed", statistics.commandsProcessed());
    lines.add("instantaneous_ops_per_sec", statistics.commandsPerSecond());
    lines.add("total_net_input_bytes", statistics.receivedBytes());
    lines.add("total_net_output_bytes", statistics.sentBytes());
    lines.add("instantaneous_input_kbps", statistics.receivedBytesPerSecond() / BYTES_PER_KB, 2);
    lines.add("instantaneous_output_kbps", statistics.sentBytesPerSecond() / BYTES_PER_KB, 2);
    lines.add("rejected_connections", statistics.connectionsRefused());
    lines.add("expired_keys", sources.keyspace().expired());
    lines.add("evicted_keys", sources.keyspace().evicted());
    lines.add("evicted_clients", statistics.evictedClients());
    lines.add("evicted_scripts", sources.scripts().evicted());
    lines.add("keyspace_hits", sources.keyspace().hits());
    lines.add("keyspace_misses", sources.keyspace().misses());
    Notifications notifications = sources.notifications();
    lines.add("pubsub_channels", notifications.subscriptions().names(Kind.CHANNEL).size());
    lines.add("pubsub_patterns", notifications.subscriptions().names(Kind.PATTERN).size());
    lines.add(
        "pubsubshard_channels", notifications.subscriptions().names(Kind.SHARD_CHANNEL).size());
    lines.add("tracking_total_keys", notifications.tracking().keys());
    lines.add("client_query_buffer_limit_disconnections", statistics.queryCutOffs());
    lines.add("client_output_buffer_limit_disconnections", statistics.outputCutOffs());
    lines.add("acl_access_denied_auth", sources.aclLog().count(Reason.AUTH));
    lines.add("acl_access_denied_cmd", sources.aclLog().count(Reason.COMMAND));
    lines.add("acl_access_denied_key", sources.aclLog().count(Reason.KEY));
    lines.add("acl_access_denied_channel", sources.aclLog().count(Reason.CHANNEL));
    lines.add("unexpected_error_replies", statistics.unexpectedErrors());
    lines.add("total_error_replies", statistics.errorReplies());
    lines.add("total_reads_processed", statistics.reads());
    lines.add("total_writes_processed", statistics.writes());
  }
}
