package dev.fnstore.server.info;

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
  }
}
