package dev.fnstore.server;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.Fleet;
import dev.fnstore.fleet.FleetStore;
import dev.fnstore.history.HistoryView;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Change;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Point;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.store.FunctionStore;
import dev.fnstore.store.Intent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store for the fleet: changes go through the executor; reads have a thread of their own, so
 * that a deployment waits for nobody who reads much of history.
 */
final class FleetJournal implements FleetStore {
  private static final Logger LOG = LoggerFactory.getLogger(FleetJournal.class);

  private final FunctionStore store;
  private final CommandExecutor executor;
  private final SideThreads reader = new SideThreads("fnstore-fleet-reader", 1);

  FleetJournal(FunctionStore store, CommandExecutor executor) {
    this.store = store;
    this.executor = executor;
  }

  @Override
  public RegistryImage image() {
    return store.published();
  }

  /** What is read of history. */
  private interface Read<T> {
    T from(HistoryView view) throws RefusedException;
  }

  private <T> CompletionStage<T> read(Read<T> read) {
    CompletableFuture<T> result = new CompletableFuture<>();
    reader.run(
        () -> {
          try (HistoryView view = store.history().view()) {
            result.complete(read.from(view));
          } catch (RefusedException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // a target would wait for ever for what never fails
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  @Override
  public CompletionStage<RegistryImage> asOf(Point point) {
    return read(view -> view.image(point));
  }

  @Override
  public CompletionStage<Map<Digest, Bytes>> sources(Set<Digest> digests) {
    return read(
        view -> {
          Map<Digest, Bytes> sources = new HashMap<>();
          for (Digest digest : digests) {
            try {
              sources.put(digest, view.storedSource(digest));
            } catch (RefusedException e) {
              LOG.debug("The store has no source {}", digest);
            }
          }
          return sources;
        });
  }

  private CompletionStage<Revision> change(StagedByServer.Staging staging) {
    StagedByServer work = new StagedByServer(store, staging);
    executor.schedule(work);
    return work.done();
  }

  @Override
  public CompletionStage<Revision> begin(Deployment deployment, Actor actor, Bytes message) {
    return change(() -> store.targetChanges().begin(deployment, new Intent(actor, message, null)));
  }

  @Override
  public CompletionStage<Revision> end(Change.DeployEnd end, Actor actor) {
    return change(() -> store.targetChanges().end(end, Intent.of(actor)));
  }

  @Override
  public CompletionStage<Revision> restore(
      Bytes payload, RestorePolicy policy, Actor actor, Bytes message) {
    return change(() -> store.restore(payload, policy, true, new Intent(actor, message, null)));
  }

  @Override
  public void note(Change.Drift drift) {
    BiConsumer<Revision, Throwable> told =
        (revision, failure) -> {
          if (failure != null) {
            LOG.warn("That a node differs could not be kept", failure);
          }
        };
    var unused =
        change(() -> store.historyChanges().note(drift, Intent.of(Fleet.ACTOR))).whenComplete(told);
  }

  /**
   * Reads no more.
   *
   * @return whether what was being read has ended: if not, the store must stay open
   */
  boolean stop() {
    return reader.stop();
  }
}
