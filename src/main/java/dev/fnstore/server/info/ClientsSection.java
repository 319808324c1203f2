package dev.fnstore.server.info;

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
    lines.add("blocked_clients", 0); // no command blocks
    Notifications notifications = sources.notifications();
    lines.add("tracking_clients", notifications.tracking().clients());
    lines.add("pubsub_clients", notifications.subscriptions().clients());
    lines.add("watching_clients", notifications.watched().clients());
    lines.add("total_watched_keys", notifications.watched().keys());
  }
}
