package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.Role;
import dev.fnstore.fleet.plan.Held;
import dev.fnstore.fleet.plan.Wanted;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Digest;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.registry.RegistryImage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one target: looks at its nodes again and again, and where it is AUTO, brings them into
 * step. All that is done to a target is done one after the other, on the fleet's event loop.
 */
final class Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final Bytes HEALED = Bytes.of("auto");

  private final Vertx vertx;
  private final Context context;
  private final FleetStore store;
  private final FleetOptions options;
  private final Bytes name;
  private final Members members;
  private final Desired desired;
  private final Deployer deployer;
  private final DriftTrail drifts;
  private final Map<Node, Pace> heals = new HashMap<>();

  private volatile List<NodeStatus> status;

  /** What a node has refused to load, so that it is not tried all the time. */
  private @Nullable SortedMap<Bytes, Digest> rejected;

  private Future<?> last = Future.succeededFuture();
  private boolean pushWaits;
  private boolean closed;

  Keeper(Vertx vertx, FleetStore store, FleetOptions options, RegisteredTarget target) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.store = store;
    this.options = options;
    this.name = target.target().name();
    this.members = new Members(vertx, options, target.target());
    this.desired = new Desired(store, context);
    this.deployer = new Deployer(store, context, members);
    this.drifts = new DriftTrail(store, options.clock());
    this.status = Report.unfound(target.target(), null);
  }

  /** Begins to look. */
  void start() {
    var unused = serial(this::round).onComplete(done -> again());
  }

  private void again() {
    if (!closed) {
      long interval = Math.max(1, options.intervalMs().getAsLong());
      long jittered = interval * 3 / 4 + ThreadLocalRandom.current().nextLong(interval / 2 + 1);
      vertx.setTimer(jittered, timer -> start());
    }
  }

  /** What was last seen; for all threads. */
  List<NodeStatus> status() {
    return status;
  }

  Members members() {
    return members;
  }

  Deployer deployer() {
    return deployer;
  }

  Desired desired() {
    return desired;
  }

  /** What the store does, to go on with on the fleet's event loop. */
  <T> Future<T> onContext(CompletionStage<T> stage) {
    return Future.fromCompletionStage(stage, context);
  }

  /** The target as it is described now; empty once it has gone. */
  Optional<RegisteredTarget> target() {
    return store.image().targets().find(name);
  }

  /** Has {@code work} done once all is done that was asked for before. */
  <T> Future<T> serial(Supplier<Future<T>> work) {
    Future<T> next = last.transform(done -> work.get());
    last = next;
    return next;
  }

  /** The store has changed: what is AUTO follows at once. */
  void changed() {
    if (!pushWaits && !closed) {
      pushWaits = true;
      var unused =
          serial(
              () -> {
                pushWaits = false;
                return follow();
              });
    }
  }

  private Future<Void> round() {
    Optional<RegisteredTarget> target = target();
    if (closed || target.isEmpty()) {
      return Future.succeededFuture();
    }
    return members
        .discover()
        .compose(found -> members.look(false))
        .compose(seen -> deployer.settle(target.get()))
        .compose(settled -> follow())
        .recover(
            failure -> {
              LOG.warn("Target {} cannot be looked at", name.toText(), failure);
              return Future.succeededFuture();
            });
  }

  /** Compares what is known of the nodes with what they should hold, tells it, and heals. */
  private Future<Void> follow() {
    RegistryImage image = store.image();
    Optional<RegisteredTarget> target = image.targets().find(name);
    if (closed || target.isEmpty()) {
      return Future.succeededFuture();
    }
    drifts.look(target.get(), members);
    return desired
        .of(image, target.get())
        .compose(
            wanted -> {
              publish(target.get(), wanted);
              return target.get().target().auto() && target.get().unfinished() == null
                  ? heal(target.get(), wanted)
                  : Future.succeededFuture();
            })
        .recover(
            failure -> {
              status = Report.unfound(target.get().target(), failure.getMessage());
              return Future.succeededFuture();
            });
  }

  /** Tells STATUS what is known now. */
  void publish(RegisteredTarget target, Wanted wanted) {
    status =
        members.all().isEmpty()
            ? Report.unfound(target.target(), members.error())
            : new Report(target, wanted).of(members);
  }

  private Future<Void> heal(RegisteredTarget target, Wanted wanted) {
    if (!wanted.digests().equals(rejected)) {
      rejected = null;
      return bring(target, wanted);
    }
    // what was refused waits for a change; until then nodes get what was deployed last
    return desired.deployed(target).compose(before -> bring(target, before));
  }

  private Future<Void> bring(RegisteredTarget target, Wanted wanted) {
    Draft draft = new Draft(store, target, wanted);
    List<Node> needy = new ArrayList<>();
    boolean allInSync = true;
    boolean anySeen = false;
    long nowMs = options.clock().millis();
    for (Node node : members.all()) {
      List<Held> held = node.held();
      if (node.role() != Role.PRIMARY || !node.isSeen() || held == null) {
        continue;
      }
      anySeen = true;
      var plan = draft.plan(held);
      allInSync &= plan.isInSync();
      if (plan.isChange() && plan.conflicts().isEmpty() && mayHeal(target, node, nowMs)) {
        needy.add(node);
      }
    }
    boolean adopts = anySeen && allInSync && draft.changesTheTarget();
    if (needy.isEmpty() && !adopts) {
      return Future.succeededFuture();
    }
    return deployer
        .willing(needy)
        .compose(
            willing -> {
              if (willing.isEmpty() && !adopts) {
                publish(target, wanted);
                return Future.succeededFuture();
              }
              return deployer
                  .deploy(draft, willing, false, Fleet.ACTOR, HEALED)
                  .compose(result -> healed(wanted, willing, result));
            });
  }

  /** Who changes a node against us all the time gets slower answers. */
  private boolean mayHeal(RegisteredTarget target, Node node, long nowMs) {
    return !drifts.isDrifted(target, node)
        || heals.computeIfAbsent(node, unused -> new Pace()).allows(nowMs);
  }

  private Future<Void> healed(Wanted wanted, List<Node> nodes, Rollout.Result result) {
    long nowMs = options.clock().millis();
    heals.keySet().retainAll(members.all());
    nodes.forEach(node -> heals.computeIfAbsent(node, unused -> new Pace()).done(nowMs));
    if (result.isRefused()) {
      rejected = wanted.digests();
    }
    if (result.outcome() != Deployment.Outcome.DEPLOYED || !result.failures().isEmpty()) {
      LOG.warn("Target {}: {} {}", name.toText(), result.outcome(), result.failures());
    }
    return members
        .look(false)
        .map(
            seen -> {
              target().ifPresent(target -> publish(target, wanted));
              return null;
            });
  }

  /** Looks no more. */
  void end() {
    closed = true;
  }

  /** Looks no more, and closes all connections. */
  void close() {
    end();
    members.close();
  }
}
