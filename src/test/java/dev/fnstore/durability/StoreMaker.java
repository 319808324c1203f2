package dev.fnstore.durability;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.engine.lua.LuaEngine;
import dev.fnstore.history.Recovery;
import dev.fnstore.history.Snapshots;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.LogStore;
import dev.fnstore.model.Actor;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.store.FunctionStore;
import dev.fnstore.store.Intent;
import dev.fnstore.store.StoreOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Makes a store step by step with the real parts, from a seed. */
final class StoreMaker {
  private static final int LIBRARIES = 10;
  private static final Intent INTENT =
      Intent.of(
          new Actor(
              Bytes.of("default"),
              Bytes.of("127.0.0.1:4711"),
              Bytes.of("maker"),
              Bytes.of("test"),
              Bytes.of("1")));

  private final Path folder;
  private final Random random;
  private int serial;

  StoreMaker(Path folder, long seed) {
    this.folder = folder;
    this.random = new Random(seed);
  }

  /**
   * Opens the store, makes changes, one commit each or a few together, and closes it.
   *
   * @param paddingBytes up to so much more in each source
   */
  StoreMaker change(int count, int paddingBytes) {
    try (FunctionStore store = open(folder)) {
      for (int i = 0; i < count; i++) {
        changeOnce(store, paddingBytes);
        if (random.nextInt(3) > 0) {
          store.commit();
        }
      }
      store.commit();
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  /** Opens a store as a server does. */
  static FunctionStore open(Path folder) {
    return FunctionStore.open(
        new StoreOptions(folder, InstantSource.system(), () -> 0L),
        new Engines(List.of(new LuaEngine(ServerIdentity.REFERENCE))));
  }

  private void changeOnce(FunctionStore store, int paddingBytes) throws RefusedException {
    int dice = random.nextInt(100);
    if (dice < 80 || store.pending().libraryCount() == 0) {
      store.load(source(random.nextInt(LIBRARIES), paddingBytes), true, INTENT);
    } else if (dice < 88) {
      store.delete(store.pending().libraries().iterator().next().library().name(), INTENT);
    } else if (dice < 90) {
      store.flush(INTENT);
    } else {
      store.restore(store.dump(10), RestorePolicy.REPLACE, true, INTENT);
    }
  }

  private Bytes source(int index, int paddingBytes) {
    StringBuilder padding = new StringBuilder();
    for (int i = random.nextInt(paddingBytes + 1); i > 0; i--) {
      padding.append((char) ('a' + random.nextInt(26)));
    }
    return Bytes.of(
        """
        #!lua name=library_%d
        -- %d %s
        server.register_function{function_name='f_%d', description='the %d.',
          callback=function() return %d end, flags={'no-writes'}}
        """
            .formatted(index, serial++, padding, index, serial, index));
  }

  /** Moves all to table files. */
  StoreMaker flush() {
    try (DataFolder owned = DataFolder.open(folder);
        LogStore log = LogStore.open(owned)) {
      log.flush();
    }
    return this;
  }

  /** Writes a snapshot of the newest revision. */
  StoreMaker snapshot() {
    try (DataFolder owned = DataFolder.open(folder);
        LogStore log = LogStore.open(owned)) {
      Recovery.Recovered recovered = Recovery.run(log, Recovery.plan(log));
      var unused = log.snapshots().write(Snapshots.of(recovered.image(), recovered.head()));
    }
    return this;
  }
}
