package dev.fnstore.server.info;

/** INFO cluster. */
final class ClusterSection implements Section {
  @Override
  public String name() {
    return "Cluster";
  }

  @Override
  public void write(InfoLines lines, long nowMs) {
    lines.add("cluster_enabled", 0);
  }
}
