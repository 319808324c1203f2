package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.engine.lua.LuaEngine;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Change;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Target;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import dev.fnstore.store.FunctionStore;
import dev.fnstore.store.Intent;
import dev.fnstore.store.StoreOptions;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server that died had begun is ended by the next start, one way or the other. */
final class UnfinishedDeploymentTest {
  private static final Bytes NAME = Bytes.of("t");
  private static final Intent INTENT =
      Intent.of(new Actor(NAME, NAME, Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY));

  @TempDir Path folder;

  private Peer valkey;
  private Peer redis;

  @BeforeEach
  void start() {
    valkey = Peer.start(Peer.Kind.VALKEY_8);
    redis = Peer.start(Peer.Kind.REDIS_7);
  }

  @AfterEach
  void stop() {
    valkey.close();
    redis.close();
  }

  private static Bytes source(String name, int version) {
    return Bytes.of(FleetScene.library(name, version).replace("server.", "redis."));
  }

  /** A folder as a server leaves it that has died after the begin of a deployment. */
  private void die(String library, Bytes before, Bytes after) throws RefusedException {
    try (FunctionStore store =
        FunctionStore.open(
            new StoreOptions(folder, InstantSource.system(), () -> 0),
            new Engines(List.of(new LuaEngine(ServerIdentity.REFERENCE))))) {
      store.load(before, false, INTENT);
      List<Bytes> uris = new ArrayList<>();
      List<Bytes> addresses = new ArrayList<>();
      for (Peer peer : List.of(valkey, redis)) {
        addresses.add(Bytes.of("127.0.0.1:" + peer.port()));
        uris.add(Bytes.of("redis://127.0.0.1:" + peer.port()));
      }
      store
          .targetChanges()
          .add(new Target(NAME, uris, Target.Mode.MANAGED, false, List.of(), null), false, INTENT);
      deployed(store, before);
      store.commit();
      Bytes payload = store.dump(10);
      store.load(after, true, INTENT);
      SortedMap<Bytes, Digest> loaded = new TreeMap<>(Map.of(Bytes.of(library), Digest.of(after)));
      store
          .targetChanges()
          .begin(
              new Deployment(
                  NAME,
                  store.pending().revision(),
                  loaded,
                  List.of(),
                  List.of(new Deployment.Step(addresses, loaded, List.of(), payload))),
              INTENT);
      store.commit();
    }
  }

  /** All that there is was deployed before, so that it counts for ours. */
  private static void deployed(FunctionStore store, Bytes source) throws RefusedException {
    SortedMap<Bytes, Digest> loaded = new TreeMap<>(Map.of(Bytes.of("a"), Digest.of(source)));
    Revision revision = store.pending().revision();
    store
        .targetChanges()
        .begin(new Deployment(NAME, revision, loaded, List.of(), List.of()), INTENT);
    store
        .targetChanges()
        .end(
            new Change.DeployEnd(
                NAME, store.pending().revision(), Deployment.Outcome.DEPLOYED, List.of()),
            INTENT);
  }

  private static String version(Peer peer) {
    return version(peer, "a");
  }

  private static String version(Peer peer, String library) {
    try (RespConnection connection = peer.connect()) {
      return FleetScene.version(connection, library);
    }
  }

  private static boolean isEnded(FleetScene fleet, String outcome) {
    return fleet
        .call("FUNCTION", "LOG", "KIND", "deploy")
        .toString()
        .contains(outcome + " what revision 6 began");
  }

  private static boolean isMissing(FleetScene fleet, String address, String library) {
    Map<String, Object> node = fleet.status("t").getOrDefault(address, Map.of());
    return List.of(library).equals(node.get("missing"));
  }

  @Test
  void shouldFinishWhatEveryNodeTakes() throws RefusedException {
    Bytes before = source("a", 1);
    Bytes after = source("a", 2);
    valkey.ask("FUNCTION", "LOAD", after.toByteArray());
    redis.ask("FUNCTION", "LOAD", before.toByteArray());
    die("a", before, after);
    try (FleetScene fleet = new FleetScene(folder)) {
      FleetScene.until(() -> isEnded(fleet, "deployed"), () -> fleet.status("t").toString());
      assertThat(version(valkey)).isEqualTo("2");
      assertThat(version(redis)).isEqualTo("2");
      fleet.awaitInSync("t", 2);
    }
  }

  @Test
  void shouldUndoWhatANodeRefuses() throws RefusedException {
    Bytes before = source("a", 1);
    Bytes after = Bytes.of(FleetScene.library("a", 2)); // which Redis does not load
    valkey.ask("FUNCTION", "LOAD", after.toByteArray());
    redis.ask("FUNCTION", "LOAD", before.toByteArray());
    die("a", before, after);
    try (FleetScene fleet = new FleetScene(folder)) {
      FleetScene.until(() -> isEnded(fleet, "undone"), () -> fleet.status("t").toString());
      assertThat(version(valkey)).isEqualTo("1");
      assertThat(version(redis)).isEqualTo("1");
    }
  }

  /** It has died too, and kept nothing: what fnstore had begun is still finished there. */
  @Test
  void shouldFinishOnANodeThatHasRestartedEmpty() throws RefusedException {
    Bytes before = source("a", 1);
    valkey.ask("FUNCTION", "LOAD", before.toByteArray());
    redis.ask("FUNCTION", "LOAD", before.toByteArray());
    die("b", before, source("b", 2));
    valkey.restart();
    try (FleetScene fleet = new FleetScene(folder)) {
      FleetScene.until(() -> isEnded(fleet, "deployed"), () -> fleet.status("t").toString());
      assertThat(version(valkey, "b")).isEqualTo("2");
      assertThat(version(redis, "b")).isEqualTo("2");
      String address = "127.0.0.1:" + valkey.port();
      FleetScene.until(() -> isMissing(fleet, address, "a"), () -> fleet.status("t").toString());
      assertThat(fleet.call("TARGET", "APPLY", "t")).isInstanceOf(Reply.Dictionary.class);
      assertThat(version(valkey)).isEqualTo("1");
      fleet.awaitInSync("t", 2);
    }
  }

  /** What it held before it has again. */
  @Test
  void shouldUndoOnANodeThatHasRestartedEmpty() throws RefusedException {
    Bytes before = source("a", 1);
    Bytes after = Bytes.of(FleetScene.library("a", 2)); // which Redis does not load
    redis.ask("FUNCTION", "LOAD", before.toByteArray());
    die("a", before, after);
    valkey.restart();
    try (FleetScene fleet = new FleetScene(folder)) {
      FleetScene.until(() -> isEnded(fleet, "undone"), () -> fleet.status("t").toString());
      assertThat(version(valkey)).isEqualTo("1");
      assertThat(version(redis)).isEqualTo("1");
    }
  }

  @Test
  void shouldEndWithoutANodeThatDoesNotComeBack() throws RefusedException {
    Bytes before = source("a", 1);
    Bytes after = source("a", 2);
    valkey.ask("FUNCTION", "LOAD", before.toByteArray());
    die("a", before, after);
    redis.kill();
    try (FleetScene fleet = new FleetScene(folder)) {
      FleetScene.until(() -> isEnded(fleet, "uncertain"), () -> fleet.status("t").toString());
      assertThat(version(valkey)).isEqualTo("2");
      assertThat(fleet.call("FUNCTION", "LOG", "KIND", "deploy").toString())
          .contains("127.0.0.1:" + redis.port() + ": it does not answer");
      redis.restart();
      Reply applied = fleet.call("TARGET", "APPLY", "t");
      assertThat(applied).isInstanceOf(Reply.Dictionary.class);
      assertThat(version(redis)).isEqualTo("2");
    }
  }

  /** It came while fnstore was dead: the target is managed, so it stays. */
  @Test
  void shouldLeaveWhatSomebodyElseHasLoadedMeanwhile() throws RefusedException {
    Bytes before = source("a", 1);
    Bytes theirs = source("b", 7);
    valkey.ask("FUNCTION", "LOAD", before.toByteArray());
    redis.ask("FUNCTION", "LOAD", before.toByteArray());
    die("b", before, source("b", 2));
    redis.ask("FUNCTION", "LOAD", theirs.toByteArray());
    try (FleetScene fleet = new FleetScene(folder)) {
      FleetScene.until(() -> isEnded(fleet, "uncertain"), () -> fleet.status("t").toString());
      assertThat(version(valkey, "b")).isEqualTo("2");
      assertThat(version(redis, "b")).isEqualTo("7");
      assertThat(fleet.call("TARGET", "APPLY", "t").toString())
          .contains("it holds a library 'b' that fnstore has not deployed");
      fleet.restart();
      assertThat(fleet.call("TARGET", "APPLY", "t").toString())
          .contains("it holds a library 'b' that fnstore has not deployed");
      assertThat(version(redis, "b")).isEqualTo("7");
    }
  }

  /** Only what was loaded by it is taken away again where another node refuses. */
  @Test
  void shouldNotTakeAwayWhatSomebodyElseHasLoadedMeanwhile() throws RefusedException {
    Bytes before = source("a", 1);
    Bytes theirs = source("b", 7);
    Bytes after = Bytes.of(FleetScene.library("b", 2)); // which Redis does not load
    valkey.ask("FUNCTION", "LOAD", theirs.toByteArray());
    die("b", before, after);
    try (FleetScene fleet = new FleetScene(folder)) {
      FleetScene.until(() -> isEnded(fleet, "undone"), () -> fleet.status("t").toString());
      assertThat(version(valkey, "b")).isEqualTo("7");
    }
  }
}
