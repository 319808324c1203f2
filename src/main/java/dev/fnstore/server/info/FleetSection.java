package dev.fnstore.server.info;

import dev.fnstore.fleet.Fleet;
import dev.fnstore.fleet.FleetFigures;

/** INFO fleet: the targets and how their nodes are, and what was done to them since the start. */
final class FleetSection implements Section {
  private final Fleet fleet;

  FleetSection(Fleet fleet) {
    this.fleet = fleet;
  }

  @Override
  public String name() {
    return "Fleet";
  }

  @Override
  public void write(InfoLines lines, long nowMs) {
    FleetFigures figures = fleet.figures();
    lines.add("fleet_targets", figures.targets());
    lines.add("fleet_nodes", figures.nodes());
    lines.add("fleet_nodes_in_sync", figures.inSync());
    lines.add("fleet_nodes_drifted", figures.drifted());
    lines.add("fleet_nodes_unreachable", figures.unreachable());
    lines.add("fleet_nodes_refused", figures.refused());
    lines.add("fleet_deployments_begun", figures.begun());
    lines.add("fleet_deployments_failed", figures.failed());
    lines.add("fleet_heals", figures.heals());
  }
}
