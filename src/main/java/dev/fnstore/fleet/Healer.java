package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.Role;
import dev.fnstore.fleet.plan.NodePlan;
import dev.fnstore.fleet.plan.Wanted;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.RegisteredTarget;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the nodes of a target that is AUTO into step, each as far as it lets us and not more often
 * than makes sense. It belongs to the fleet's event loop.
 */
final class Healer {
  private static final Logger LOG = LoggerFactory.getLogger(Healer.class);
  private static final Bytes HEALED = Bytes.of("auto");

  private final Keeper keeper;
  private final Bytes name;
  private final Members members;
  private final Desired desired;
  private final Deployer deployer;
  private final DriftTrail drifts;
  private final FleetCounters counters;
  private final InstantSource clock;
  private final HealPaces paces = new HealPaces();
  private final Rejections rejections = new Rejections();

  /** Of a keeper that has all that it needs. */
  Healer(
      Keeper keeper, Bytes name, DriftTrail drifts, FleetCounters counters, InstantSource clock) {
    this.keeper = keeper;
    this.name = name;
    this.members = keeper.members();
    this.desired = keeper.desired();
    this.deployer = keeper.deployer();
    this.drifts = drifts;
    this.counters = counters;
    this.clock = clock;
  }

  /** Does what is to be done now; nothing is a success too. */
  Future<Void> heal(RegisteredTarget target, Wanted wanted) {
    rejections.follow(wanted);
    if (!rejections.has(target, wanted, members, clock.millis())) {
      return bring(target, wanted, wanted);
    }
    // until something else is wanted nodes get what was deployed last
    return desired
        .deployed(target)
        .compose(
            before ->
                rejections.has(target, before, members, clock.millis())
                    ? Future.succeededFuture()
                    : bring(target, before, wanted));
  }

  /** Then no node can refuse it for its libraries, and nothing has to be brought back. */
  private static boolean areDeletes(Draft draft, List<Node> nodes) {
    return nodes.stream().allMatch(node -> draft.plan(node).loaded().isEmpty());
  }

  /**
   * Brings nodes into step.
   *
   * @param shown what STATUS compares them with
   */
  private Future<Void> bring(RegisteredTarget target, Wanted wanted, Wanted shown) {
    Draft draft = keeper.draft(target, wanted);
    List<Node> needy = new ArrayList<>();
    Set<Node> suspects = new HashSet<>();
    Set<Node> strays = new HashSet<>();
    boolean allInSync = true;
    boolean anySeen = false;
    long nowMs = clock.millis();
    for (Node node : members.all()) {
      if (node.role() != Role.PRIMARY || !node.isSeen()) {
        continue;
      }
      anySeen = true;
      NodePlan plan = draft.plan(node);
      allInSync &= plan.isInSync();
      boolean isStray = drifts.isChanged(target, node, wanted);
      boolean isSuspect = node.refusal() != null || isStray;
      if (plan.isChange()
          && plan.conflicts().isEmpty()
          && (!isSuspect || paces.allows(node, nowMs))) {
        needy.add(node);
        if (isSuspect) {
          suspects.add(node);
        }
        if (isStray) {
          strays.add(node);
        }
      }
    }
    boolean adopts = anySeen && allInSync && draft.changesTheTarget();
    if (needy.isEmpty() && !adopts) {
      return Future.succeededFuture();
    }
    return deployer
        .willing(needy, areDeletes(draft, needy))
        .compose(
            willing -> {
              if (willing.isEmpty() && !adopts) {
                keeper.publish(target, shown);
                return Future.succeededFuture();
              }
              return deployer
                  .deploy(draft, willing, false, Fleet.ACTOR, HEALED)
                  .compose(
                      result -> {
                        strays.retainAll(result.changed());
                        counters.countHeals(strays.size());
                        return healed(wanted, shown, willing, suspects, result);
                      });
            });
  }

  private Future<Void> healed(
      Wanted wanted, Wanted shown, List<Node> nodes, Set<Node> suspects, Rollout.Result result) {
    long nowMs = clock.millis();
    paces.keep(members.all());
    for (Node node : nodes) {
      if (suspects.contains(node) || node.refusal() != null) {
        paces.done(node, nowMs);
      }
    }
    if (!result.rejecting().isEmpty()) {
      rejections.add(wanted, result.rejecting(), nowMs);
    }
    if (result.outcome() != Deployment.Outcome.DEPLOYED || !result.failures().isEmpty()) {
      LOG.warn("Target {}: {} {}", name.toText(), result.outcome(), result.failures());
    }
    return members
        .look(false)
        .map(
            seen -> {
              keeper.target().ifPresent(target -> keeper.publish(target, shown));
              return null;
            });
  }
}
