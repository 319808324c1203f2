package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.engine.lua.LuaEngine;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Digest;
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

  private static String version(Peer peer) {
    try (RespConnection connection = peer.connect()) {
      return FleetScene.version(connection, "a");
    }
  }

  private static boolean isEnded(FleetScene fleet, String outcome) {
    return fleet.call("FUNCTION", "LOG", "KIND", "deploy").toString().contains(outcome);
  }

  @Test
  void shouldFinishWhatEveryNodeTakes() throws RefusedException {
    Bytes before = source("a", 1);
    Bytes after = source("a", 2);
    valkey.ask("FUNCTION", "LOAD", after.toByteArray());
    redis.ask("FUNCTION", "LOAD", before.toByteArray());
    die("a", before, after);
    try (FleetScene fleet = new FleetScene(folder)) {
      FleetScene.until(
          () -> isEnded(fleet, "deployed what revision"), () -> fleet.status("t").toString());
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
      FleetScene.until(
          () -> isEnded(fleet, "undone what revision"), () -> fleet.status("t").toString());
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
      FleetScene.until(
          () -> isEnded(fleet, "uncertain what revision"), () -> fleet.status("t").toString());
      assertThat(version(valkey)).isEqualTo("2");
      assertThat(fleet.call("FUNCTION", "LOG", "KIND", "deploy").toString())
          .contains("127.0.0.1:" + redis.port() + ": it does not answer");
      redis.restart();
      Reply applied = fleet.call("TARGET", "APPLY", "t");
      assertThat(applied).isInstanceOf(Reply.Dictionary.class);
      assertThat(version(redis)).isEqualTo("2");
    }
  }
}
