package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.engine.lua.LuaEngine;
import dev.fnstore.fleet.node.Timeouts;
import dev.fnstore.history.HistoryView;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Change;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Point;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Target;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.store.FunctionStore;
import dev.fnstore.store.Intent;
import dev.fnstore.store.StoreOptions;
import dev.fnstore.testing.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A real store and a real fleet without the server around them, so that something can be made to
 * happen between a look and the change that follows from it.
 */
final class StoreWithFleet implements FleetStore, AutoCloseable {
  static final Bytes TARGET = Bytes.of("t");

  private static final Intent INTENT =
      Intent.of(new Actor(TARGET, TARGET, Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY));
  private static final long INTERVAL_MS = 100;
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(8);
  private static final long LIMIT_S = 60;

  private final FunctionStore store;
  private final ExecutorService writer = Executors.newSingleThreadExecutor();
  private final Fleet fleet;
  private final List<Revision> ends = new CopyOnWriteArrayList<>();
  private volatile Runnable beforeBegin = () -> {};

  StoreWithFleet(Path folder) {
    this.store =
        FunctionStore.open(
            new StoreOptions(folder, InstantSource.system(), () -> 0),
            new Engines(List.of(new LuaEngine(ServerIdentity.REFERENCE))));
    this.fleet =
        new Fleet(
            this,
            new FleetOptions(
                () -> INTERVAL_MS,
                new Timeouts(CONNECT, ANSWER),
                name -> null,
                InstantSource.system()));
    store.onCommit(entries -> fleet.changed(store.published()));
    fleet.start();
  }

  Fleet fleet() {
    return fleet;
  }

  /** Has it done once, when the next deployment has decided what to do and is about to begin. */
  void beforeNextBegin(Runnable what) {
    beforeBegin =
        () -> {
          beforeBegin = () -> {};
          what.run();
        };
  }

  /** Which deployments have ended, by the revisions at which they began. */
  List<Revision> ends() {
    return List.copyOf(ends);
  }

  /** Describes the target, which may be there. */
  void add(Target.Mode mode, boolean auto, @Nullable String tag, Peer... peers) {
    List<Bytes> uris = new ArrayList<>();
    for (Peer peer : peers) {
      uris.add(Bytes.of("valkey://" + address(peer)));
    }
    Target target =
        new Target(TARGET, uris, mode, auto, List.of(), tag == null ? null : Bytes.of(tag));
    get(change(() -> store.targetChanges().add(target, true, INTENT)));
  }

  static String address(Peer peer) {
    return "127.0.0.1:" + peer.port();
  }

  void load(String name, Object version) {
    Bytes source = Bytes.of(FleetScene.library(name, version));
    get(change(() -> store.load(source, true, INTENT)));
  }

  void delete(String name) {
    get(change(() -> store.delete(Bytes.of(name), INTENT)));
  }

  /** What TARGET APPLY would say: null is that all was done. */
  @Nullable String apply() {
    try {
      return get(fleet.apply(TARGET, null, false, INTENT.actor(), Bytes.EMPTY)).error();
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  RegisteredTarget target() {
    return image().targets().find(TARGET).orElseThrow();
  }

  /** What TARGET STATUS tells, by address. */
  Map<String, NodeStatus> status() {
    Map<String, NodeStatus> all = new TreeMap<>();
    try {
      fleet.status(TARGET).forEach(node -> all.put(node.address(), node));
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
    return all;
  }

  NodeStatus.@Nullable State state(Peer peer) {
    NodeStatus node = status().get(address(peer));
    return node == null ? null : node.state();
  }

  /** What STATUS says is wrong with a node; empty: nothing, or there is no such node. */
  String error(Peer peer) {
    NodeStatus node = status().get(address(peer));
    return node == null ? "" : node.error();
  }

  void await(Peer peer, NodeStatus.State state) {
    FleetScene.until(() -> state(peer) == state, () -> status().toString());
  }

  /** What came of it; fails as that does. */
  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(LIMIT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Staging {
    void run() throws RefusedException;
  }

  private CompletionStage<Revision> change(Staging staging) {
    return inTurn(
        () -> {
          staging.run();
          Revision revision = store.pending().revision();
          store.commit();
          return revision;
        });
  }

  private <T> CompletionStage<T> inTurn(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    writer.execute(
        () -> {
          try {
            result.complete(work.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  @Override
  public RegistryImage image() {
    return store.published();
  }

  @Override
  public CompletionStage<RegistryImage> asOf(Point point) {
    return inTurn(
        () -> {
          try (HistoryView view = store.history().view()) {
            return view.image(point);
          }
        });
  }

  @Override
  public CompletionStage<Map<Digest, Bytes>> sources(Set<Digest> digests) {
    return inTurn(
        () -> {
          Map<Digest, Bytes> sources = new HashMap<>();
          try (HistoryView view = store.history().view()) {
            for (Digest digest : digests) {
              stored(view, digest).ifPresent(source -> sources.put(digest, source));
            }
          }
          return sources;
        });
  }

  private static Optional<Bytes> stored(HistoryView view, Digest digest) {
    try {
      return Optional.of(view.storedSource(digest));
    } catch (RefusedException e) {
      return Optional.empty(); // it was never here
    }
  }

  @Override
  public CompletionStage<Revision> begin(Deployment deployment, Actor actor, Bytes message) {
    return change(
        () -> {
          beforeBegin.run();
          store.targetChanges().begin(deployment, new Intent(actor, message, null));
        });
  }

  @Override
  public CompletionStage<Revision> end(Change.DeployEnd end, Actor actor) {
    ends.add(end.begun());
    return change(() -> store.targetChanges().end(end, Intent.of(actor)));
  }

  @Override
  public CompletionStage<Revision> restore(
      Bytes payload, RestorePolicy policy, Actor actor, Bytes message) {
    return change(() -> store.restore(payload, policy, true, new Intent(actor, message, null)));
  }

  @Override
  public void note(Change.Drift drift) {
    var unused = change(() -> store.historyChanges().note(drift, Intent.of(Fleet.ACTOR)));
  }

  @Override
  public void close() {
    fleet.close();
    writer.shutdown();
    try {
      if (!writer.awaitTermination(LIMIT_S, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the writer does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
  }
}
