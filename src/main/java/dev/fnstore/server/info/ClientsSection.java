package dev.fnstore.server.info;

import dev.fnstore.server.notify.BlockedClients;
import dev.fnstore.server.notify.Notifications;

/** INFO clients. */
final class ClientsSection implements Section {
  private final InfoSources sources;

  ClientsSection(InfoSources sources) {
    this.sources = sources;
  }

  @Override
  public String name() {
    return "Clients";
  }

  @Override
  public void write(InfoLines lines, long nowMs) {
    lines.add("connected_clients", sources.statistics().connectedClients());
    lines.add("cluster_connections", 0);
    lines.add("maxclients", sources.config().maxClients());
    Notifications notifications = sources.notifications();
    BlockedClients blocked = notifications.blocked();
    lines.add("blocked_clients", blocked.clients());
    lines.add("tracking_clients", notifications.tracking().clients());
    lines.add("pubsub_clients", notifications.subscriptions().clients());
    lines.add("watching_clients", notifications.watched().clients());
    lines.add("clients_in_timeout_table", blocked.clientsWithEnd());
    lines.add("total_watched_keys", notifications.watched().keys());
    lines.add("total_blocking_keys", blocked.keys());
    lines.add("total_blocking_keys_on_nokey", blocked.keysEvenIfGone());
  }
}
