package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.NodeException;
import dev.fnstore.fleet.node.NodeLibraries;
import dev.fnstore.fleet.node.Role;
import dev.fnstore.fleet.node.Signature;
import dev.fnstore.fleet.plan.NodePlan;
import dev.fnstore.fleet.plan.Planner;
import dev.fnstore.fleet.plan.Wanted;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Point;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.registry.RefusedException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks of a target, while nothing else is done to it. Of the fleet's event loop.
 */
final class Operation {
  private final Keeper keeper;
  private final FleetStore store;

  Operation(Keeper keeper, FleetStore store) {
    this.keeper = keeper;
    this.store = store;
  }

  /** Looks at every node anew. */
  private Future<RegisteredTarget> look() {
    return keeper
        .members()
        .discover()
        .compose(found -> keeper.members().look(true))
        .compose(
            seen ->
                keeper
                    .target()
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () -> Future.failedFuture(new RefusedException("the target has gone"))))
        .compose(
            target ->
                keeper.members().all().isEmpty()
                    ? Future.failedFuture(
                        RefusedException.naming(
                            "the nodes of '",
                            target.target().name(),
                            "' cannot be found: " + keeper.members().error()))
                    : Future.succeededFuture(target));
  }

  private Future<Wanted> wanted(RegisteredTarget target, @Nullable Point point) {
    return point == null
        ? keeper.desired().of(store.image(), target)
        : keeper.desired().asOf(point, target);
  }

  /**
   * What APPLY would do.
   *
   * @param point null: what the target follows
   */
  Future<TargetPlan> plan(@Nullable Point point) {
    return look().compose(target -> wanted(target, point).map(wanted -> plan(target, wanted)));
  }

  private TargetPlan plan(RegisteredTarget target, Wanted wanted) {
    Planner planner = keeper.planner(target, wanted);
    List<TargetPlan.Row> rows = new ArrayList<>();
    for (Node node : keeper.members().all()) {
      rows.add(
          new TargetPlan.Row(
              node.endpoint().toString(),
              node.role(),
              node.isSeen() ? node.plan(planner) : NodePlan.NONE,
              node.isSeen() ? "" : reason(node.error())));
    }
    return new TargetPlan(target.target().name(), wanted.revision(), rows);
  }

  private static String reason(@Nullable NodeException error) {
    return error == null ? "it has not been seen" : String.valueOf(error.getMessage());
  }

  /**
   * Deploys, to every node or to none.
   *
   * @param point null: what the target follows
   * @param reachable whether nodes that cannot be reached are left out
   */
  Future<Applied> apply(@Nullable Point point, boolean reachable, Actor actor, Bytes message) {
    return look()
        .compose(
            target ->
                target.target().auto() && point != null
                    ? Future.failedFuture(
                        RefusedException.naming(
                            "Target '",
                            target.target().name(),
                            "' is AUTO and follows the store: move its tag, or add it anew with"
                                + " AUTO no"))
                    : wanted(target, point)
                        .compose(wanted -> apply(target, wanted, reachable, actor, message)));
  }

  private Future<Applied> apply(
      RegisteredTarget target, Wanted wanted, boolean reachable, Actor actor, Bytes message) {
    TargetPlan plan = plan(target, wanted);
    List<String> obstacles = new ArrayList<>();
    List<Node> needy = new ArrayList<>();
    for (TargetPlan.Row row : plan.rows()) {
      Node node = keeper.members().find(row.address());
      if (!row.error().isEmpty()) {
        if (!reachable) {
          obstacles.add(row.address() + ": " + row.error());
        }
      } else if (node != null && row.role() == Role.PRIMARY) {
        row.plan().conflicts().forEach(why -> obstacles.add(row.address() + ": " + why));
        if (row.plan().isChange()) {
          needy.add(node);
        }
      }
    }
    if (!obstacles.isEmpty()) {
      return Future.failedFuture(nothingDone(obstacles));
    }
    Draft draft = keeper.draft(target, wanted);
    if (needy.isEmpty() && !draft.changesTheTarget()) {
      return Future.succeededFuture(new Applied(wanted.revision(), List.of(), null));
    }
    return keeper
        .deployer()
        .willing(needy, false) // what is deleted must be brought back if another node refuses
        .compose(
            willing -> {
              List<Node> unwilling = new ArrayList<>(needy);
              unwilling.removeAll(willing);
              if (!unwilling.isEmpty()) {
                return Future.failedFuture(nothingDone(reasons(unwilling)));
              }
              return keeper
                  .deployer()
                  .deploy(draft, needy, true, actor, message)
                  .compose(
                      result ->
                          keeper
                              .members()
                              .look(true)
                              .map(seen -> applied(target, wanted, needy, result)));
            });
  }

  private static List<String> reasons(List<Node> nodes) {
    List<String> reasons = new ArrayList<>();
    for (Node node : nodes) {
      NodeException why = node.refusal() == null ? node.error() : node.refusal();
      reasons.add(node.endpoint() + ": " + reason(why));
    }
    return reasons;
  }

  private static RefusedException nothingDone(List<String> obstacles) {
    return new RefusedException("nothing was changed: " + String.join("; ", obstacles));
  }

  private Applied applied(
      RegisteredTarget target, Wanted wanted, List<Node> nodes, Rollout.Result result) {
    keeper.target().ifPresent(now -> keeper.publish(now, wanted));
    List<String> addresses = nodes.stream().map(node -> node.endpoint().toString()).toList();
    if (result.outcome() == Deployment.Outcome.DEPLOYED) {
      return new Applied(wanted.revision(), addresses, null);
    }
    String reasons =
        String.join(
            "; ",
            result.failures().stream()
                .map(failure -> failure.address().toText() + ": " + failure.error().toText())
                .toList());
    return new Applied(
        wanted.revision(),
        addresses,
        result.outcome() == Deployment.Outcome.UNDONE
            ? "every node is as it was before: " + reasons
            : "some nodes are not as they were before, see TARGET STATUS "
                + target.target().name().toText()
                + ": "
                + reasons);
  }

  /**
   * Restores what a node holds.
   *
   * @param address which one; null: any, if all primaries hold the same
   * @param message what the actor says of it; empty: where it is from
   */
  Future<Imported> restore(
      @Nullable String address, RestorePolicy policy, Actor actor, Bytes message) {
    return look()
        .compose(target -> source(target, address))
        .compose(
            node ->
                node.connect()
                    .compose(NodeLibraries::dump)
                    .compose(payload -> restore(node, payload, policy, actor, message)));
  }

  private Future<Imported> restore(
      Node node, Bytes payload, RestorePolicy policy, Actor actor, Bytes message) {
    Signature signature = node.signature();
    String origin =
        node.endpoint()
            + (signature == null
                ? ""
                : " (" + signature.serverName() + " " + signature.version() + ")");
    Bytes told = message.isEmpty() ? Bytes.of("from " + origin) : message;
    return keeper
        .onContext(store.restore(payload, policy, actor, told))
        .compose(revision -> adopt(actor, told).map(done -> new Imported(revision, origin)));
  }

  private Future<Node> source(RegisteredTarget target, @Nullable String address) {
    if (address != null) {
      Node node = keeper.members().find(address);
      if (node == null || !node.isSeen()) {
        NodeException error = node == null ? null : node.error();
        return Future.failedFuture(
            new RefusedException(
                "there is no node "
                    + address
                    + " of '"
                    + target.target().name().toText()
                    + "' that answers"
                    + (error == null ? "" : ": " + error.getMessage())));
      }
      return Future.succeededFuture(node);
    }
    List<Node> primaries =
        keeper.members().all().stream().filter(node -> node.role() == Role.PRIMARY).toList();
    List<String> obstacles = new ArrayList<>();
    for (Node node : primaries) {
      if (!node.isSeen()) {
        NodeException error = node.error();
        obstacles.add(node.endpoint() + ": " + reason(error));
      } else if (!Differences.digests(node).equals(Differences.digests(primaries.get(0)))) {
        obstacles.add(Differences.text(primaries.get(0), node));
      }
    }
    if (primaries.isEmpty() || !obstacles.isEmpty()) {
      return Future.failedFuture(
          new RefusedException(
              "nothing was imported, say which NODE is right: " + String.join("; ", obstacles)));
    }
    return Future.succeededFuture(primaries.get(0));
  }

  /** Takes what nodes hold, and the store does too, for deployed. */
  private Future<Void> adopt(Actor actor, Bytes message) {
    return look()
        .compose(
            target ->
                wanted(target, null)
                    .compose(
                        wanted -> {
                          Draft draft = keeper.draft(target, wanted);
                          boolean isInSync =
                              plan(target, wanted).rows().stream()
                                  .allMatch(row -> row.error().isEmpty() && row.plan().isInSync());
                          return isInSync && draft.changesTheTarget()
                              ? keeper
                                  .deployer()
                                  .deploy(draft, List.of(), true, actor, message)
                                  .mapEmpty()
                              : Future.succeededFuture();
                        }));
  }
}
