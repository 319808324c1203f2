package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.engine.lua.LuaEngine;
import dev.fnstore.fleet.Fleet;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.store.FunctionStore;
import dev.fnstore.store.Intent;
import dev.fnstore.store.StoreOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the server's own: told of once they are on disk, and never the executor's end. */
final class StagedByServerTest {
  @TempDir Path folder;

  private FunctionStore store;

  @BeforeEach
  void open() {
    store =
        FunctionStore.open(
            new StoreOptions(folder, InstantSource.system(), () -> 0),
            new Engines(List.of(new LuaEngine(ServerIdentity.REFERENCE))));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldTellItsRevisionOnceItIsOnDisk() {
    StagedByServer work = new StagedByServer(store, () -> store.flush(Intent.of(Fleet.ACTOR)));
    work.runWaiting();
    assertThat(work.done().toCompletableFuture()).isNotDone();
    store.commit();
    work.sendReplies();
    assertThat(work.done().toCompletableFuture()).isCompletedWithValue(new Revision(1));
  }

  @Test
  void shouldFailWhereItIsRefused() {
    StagedByServer work =
        new StagedByServer(store, () -> store.delete(Bytes.of("x"), Intent.of(Fleet.ACTOR)));
    work.runWaiting();
    work.sendReplies();
    assertThatThrownBy(() -> work.done().toCompletableFuture().join())
        .hasCauseInstanceOf(RefusedException.class);
    assertThat(store.hasStaged()).isFalse();
  }

  @Test
  void shouldNotThrowWhateverGoesWrong() {
    StagedByServer work =
        new StagedByServer(
            store,
            () -> {
              throw new IllegalStateException("a payload that nobody has thought of");
            });
    work.runWaiting();
    work.sendReplies();
    assertThatThrownBy(() -> work.done().toCompletableFuture().join())
        .hasCauseInstanceOf(IllegalStateException.class);
  }
}
