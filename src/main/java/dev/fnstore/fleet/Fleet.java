package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Point;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.registry.Targets;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All targets. It has an event loop of its own, so that nobody's commands wait for other machines;
 * its methods are for all threads.
 */
public final class Fleet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

  /** Who does what nobody has asked for at the moment. */
  public static final Actor ACTOR =
      new Actor(
          Bytes.of("fnstore"), Bytes.of("local"), Bytes.EMPTY, Bytes.of("fnstore"), Bytes.EMPTY);

  private static final long CLOSE_TIMEOUT_S = 5;
  private static final int WORKERS = 2;

  private final FleetStore store;
  private final FleetOptions options;
  private final FleetCounters counters = new FleetCounters();

  /** By name; each with the target that it was made for. Of the fleet's event loop. */
  private final Map<Bytes, Kept> keepers = new HashMap<>();

  /** By name; those that go, as long as they have not. Of the fleet's event loop. */
  private final Map<Bytes, Leaving> leaving = new HashMap<>();

  private volatile SortedMap<Bytes, Keeper> known = new TreeMap<>();
  private RegistryImage last;
  private volatile @Nullable Context context;
  private boolean closed;

  private record Kept(RegisteredTarget target, Keeper keeper) {}

  private record Leaving(Keeper keeper, Future<Void> done) {}

  /** A fleet that has not started. */
  public Fleet(FleetStore store, FleetOptions options) {
    this.store = store;
    this.options = options;
    this.last = RegistryImage.EMPTY;
  }

  /** Begins to keep what the store has; where there is no target, nothing is started. */
  public void start() {
    changed(store.image());
  }

  /** The store has a new image; on the thread that has committed it. */
  public void changed(RegistryImage image) {
    if (image.targets().all().isEmpty() && context == null) {
      return;
    }
    var unused = run(() -> take(image));
  }

  /**
   * Has it run on the fleet's event loop.
   *
   * @return false: it has ended, and nothing is done any more
   */
  private boolean run(Runnable work) {
    try {
      context().runOnContext(now -> work.run());
      return true;
    } catch (RejectedExecutionException e) { // others still commit while it closes
      return false;
    }
  }

  private synchronized Context context() {
    Context present = context;
    if (present == null) {
      Vertx vertx =
          Vertx.vertx(
              new VertxOptions()
                  .setEventLoopPoolSize(1)
                  .setWorkerPoolSize(WORKERS)
                  .setInternalBlockingPoolSize(WORKERS)
                  .setFileSystemOptions(
                      new FileSystemOptions()
                          .setFileCachingEnabled(false)
                          .setClassPathResolvingEnabled(false)));
      present = vertx.getOrCreateContext();
      context = present;
    }
    return present;
  }

  private void take(RegistryImage image) {
    if (closed || image.revision().compareTo(last.revision()) < 0) {
      return;
    }
    boolean isOfInterest =
        !image.changed().equals(last.changed())
            || !image.targets().equals(last.targets())
            || !List.copyOf(image.tags()).equals(List.copyOf(last.tags()));
    last = image;
    if (!isOfInterest) {
      return;
    }
    Map<Bytes, Kept> gone = new HashMap<>(keepers);
    for (RegisteredTarget target : image.targets().all()) {
      Bytes name = target.target().name();
      Kept kept = gone.get(name);
      if (kept != null && kept.target.added().equals(target.added())) {
        gone.remove(name);
        kept.keeper.changed();
      } else {
        if (kept != null) {
          gone.remove(name);
          leave(name, kept.keeper);
        }
        keepers.put(name, new Kept(target, keeper(target)));
      }
    }
    gone.forEach(
        (name, kept) -> {
          leave(name, kept.keeper);
          keepers.remove(name, kept);
        });
    SortedMap<Bytes, Keeper> now = new TreeMap<>();
    keepers.forEach((name, kept) -> now.put(name, kept.keeper));
    known = now;
  }

  private void leave(Bytes name, Keeper keeper) {
    Leaving left = new Leaving(keeper, keeper.close());
    leaving.put(name, left);
    var unused = left.done.onComplete(done -> leaving.remove(name, left));
  }

  /** It begins once the one before it, of the same name, has ended what it was doing. */
  private Keeper keeper(RegisteredTarget target) {
    Leaving left = leaving.get(target.target().name());
    Future<?> before = left == null ? Future.succeededFuture() : left.done;
    Keeper keeper = new Keeper(context().owner(), store, options, counters, target, before);
    keeper.start();
    return keeper;
  }

  /** The nodes of a target, or of all of them where there is no name, as they were last seen. */
  public List<NodeStatus> status(@Nullable Bytes name) throws RefusedException {
    RegistryImage image = store.image();
    Targets targets = image.targets();
    return status(image, name == null ? targets.all() : List.of(targets.get(name)));
  }

  /** The same in numbers, and what was done since the start. */
  public FleetFigures figures() {
    RegistryImage image = store.image();
    Collection<RegisteredTarget> targets = image.targets().all();
    return FleetFigures.of(targets.size(), status(image, targets), counters);
  }

  private List<NodeStatus> status(RegistryImage image, Collection<RegisteredTarget> targets) {
    List<NodeStatus> all = new ArrayList<>();
    for (RegisteredTarget target : targets) {
      Keeper keeper = known.get(target.target().name());
      all.addAll(keeper == null ? Report.unfound(target.target(), null) : keeper.status(image));
    }
    return all;
  }

  /**
   * What APPLY would do; see {@link #with}.
   *
   * @param point null: what the target follows
   */
  public CompletableFuture<TargetPlan> plan(Bytes name, @Nullable Point point)
      throws RefusedException {
    return with(name, operation -> operation.plan(point));
  }

  /**
   * Deploys to every node of a target, or to none; see {@link #with}.
   *
   * @param point null: what the target follows
   * @param reachable whether nodes that cannot be reached are left out
   */
  public CompletableFuture<Applied> apply(
      Bytes name, @Nullable Point point, boolean reachable, Actor actor, Bytes message)
      throws RefusedException {
    return with(name, operation -> operation.apply(point, reachable, actor, message));
  }

  /**
   * Restores what a node of a target holds, which counts for deployed there since; see {@link
   * #with}.
   *
   * @param address of the node; null: any, if all primaries hold the same
   */
  public CompletableFuture<Imported> restore(
      Bytes name, @Nullable String address, RestorePolicy policy, Actor actor, Bytes message)
      throws RefusedException {
    return with(name, operation -> operation.restore(address, policy, actor, message));
  }

  /**
   * Does something with a target, after all that was asked for before.
   *
   * @return done on any thread; fails with a {@link RefusedException} where it is refused
   */
  private <T> CompletableFuture<T> with(Bytes name, Function<Operation, Future<T>> work)
      throws RefusedException {
    var unused = store.image().targets().get(name);
    CompletableFuture<T> result = new CompletableFuture<>();
    boolean isTaken =
        run(
            () -> {
              Kept kept = keepers.get(name);
              if (kept == null) {
                result.completeExceptionally(
                    RefusedException.naming("There is no target '", name, "'"));
                return;
              }
              Keeper keeper = kept.keeper;
              keeper
                  .serial(() -> work.apply(new Operation(keeper, store)))
                  .onComplete(
                      outcome -> {
                        if (outcome.succeeded()) {
                          result.complete(outcome.result());
                        } else {
                          result.completeExceptionally(outcome.cause());
                        }
                      });
            });
    if (!isTaken) {
      throw new RefusedException("the server ends");
    }
    return result;
  }

  /** Ends; what is under way is ended at the next start. */
  @Override
  public void close() {
    Context present = context;
    if (present == null) {
      return;
    }
    CompletableFuture<Void> ended = new CompletableFuture<>();
    boolean isTaken =
        run(
            () -> {
              closed = true;
              keepers.values().forEach(kept -> kept.keeper.stop());
              leaving.values().forEach(left -> left.keeper.stop());
              present.owner().close().onComplete(done -> ended.complete(null));
            });
    if (!isTaken) {
      return; // it has ended before
    }
    try {
      ended.get(CLOSE_TIMEOUT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The fleet does not end", e);
    }
  }
}
