package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.plan.Planner;
import dev.fnstore.fleet.plan.Wanted;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RegistryImage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

  private final Vertx vertx;
  private final Context context;
  private final FleetStore store;
  private final FleetOptions options;
  private final Bytes name;
  private final Members members;
  private final Desired desired;
  private final Deployer deployer;
  private final DriftTrail drifts;
  private final Healer healer;

  private volatile Told told;
  private @Nullable Planner planner;

  /** The end of all that was asked for. */
  private Future<?> last;

  private boolean pushWaits;
  private boolean closed;

  /**
   * What STATUS tells.
   *
   * @param revision of what the nodes were compared with; null: with nothing
   */
  private record Told(@Nullable Revision revision, List<NodeStatus> nodes) {}

  /**
   * A keeper that has not begun.
   *
   * @param before what has to end, in whatever way, before anything is done to the target
   */
  Keeper(
      Vertx vertx,
      FleetStore store,
      FleetOptions options,
      FleetCounters counters,
      RegisteredTarget target,
      Future<?> before) {
    this.last = before;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.store = store;
    this.options = options;
    this.name = target.target().name();
    this.members = new Members(vertx, options, target.target());
    this.desired = new Desired(store, context);
    this.deployer = new Deployer(store, context, members, counters);
    this.drifts = new DriftTrail(store, options.clock());
    this.healer = new Healer(this, name, drifts, counters, options.clock());
    this.told = new Told(null, Report.unfound(target.target(), null));
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

  /**
   * What was last seen; for all threads. What was compared with something else than what is to be
   * there in {@code image} is not said to be in step.
   */
  List<NodeStatus> status(RegistryImage image) {
    Told present = told;
    Revision revision =
        image.targets().find(name).map(now -> Desired.revision(image, now)).orElse(null);
    return Objects.equals(present.revision, revision)
        ? present.nodes
        : present.nodes.stream().map(NodeStatus::outdated).toList();
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

  Draft draft(RegisteredTarget target, Wanted wanted) {
    return new Draft(store, context, members, target, wanted, planner(target, wanted));
  }

  /** Who decides what nodes need; the same as long as the same is wanted of the same target. */
  Planner planner(RegisteredTarget target, Wanted wanted) {
    Planner present = planner;
    if (present == null || !present.isOf(target, wanted)) {
      present = new Planner(target, wanted);
      planner = present;
    }
    return present;
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
    return desired
        .of(image, target.get())
        .transform(
            wanted -> {
              if (wanted.succeeded()) {
                return follow(target.get(), wanted.result());
              }
              String why = String.valueOf(wanted.cause().getMessage());
              told =
                  new Told(
                      null,
                      members.all().isEmpty()
                          ? Report.unfound(target.get().target(), why)
                          : Report.ofNothing(target.get(), members, why));
              return Future.succeededFuture();
            });
  }

  private Future<Void> follow(RegisteredTarget target, Wanted wanted) {
    drifts.look(target, members, wanted);
    publish(target, wanted);
    if (!target.target().auto() || target.unfinished() != null) {
      return Future.succeededFuture();
    }
    return healer
        .heal(target, wanted)
        .recover(
            failure -> {
              LOG.warn("Target {} is not changed: {}", name.toText(), failure.getMessage());
              return Future.succeededFuture();
            });
  }

  /** Tells STATUS what is known now. */
  void publish(RegisteredTarget target, Wanted wanted) {
    List<NodeStatus> nodes =
        members.all().isEmpty()
            ? Report.unfound(target.target(), members.error())
            : new Report(target, planner(target, wanted)).of(members);
    told = new Told(wanted.revision(), nodes);
  }

  /** Looks no more, and leaves what is under way to the next start. */
  void stop() {
    closed = true;
    deployer.stop();
  }

  /**
   * Looks no more, and closes all connections once all is done that was asked for before: what is
   * under way is not cut off in its middle.
   */
  Future<Void> close() {
    closed = true;
    return serial(
        () -> {
          members.close();
          return Future.succeededFuture();
        });
  }
}
