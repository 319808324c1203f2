package dev.fnstore.bench;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.engine.lua.LuaEngine;
import dev.fnstore.model.Actor;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.store.FunctionStore;
import dev.fnstore.store.Intent;
import dev.fnstore.store.StoreOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * Makes a data folder with a long history, through the store itself: {@code HistoryMaker FOLDER
 * EVENTS LIBRARIES}. Most events load a library, one in fifty deletes one; five in all restore a
 * payload, and one in a thousand is of the user {@code carol}. A minute passes between events.
 */
public final class HistoryMaker {
  private static final long FIRST_MS = 1_700_000_000_000L;
  private static final int EVENTS_PER_COMMIT = 500;
  private static final int RESTORES = 5;
  private static final int USERS = 50;

  private final int events;
  private final int libraries;
  private final Random random = new Random(1);
  private final FunctionStore store;
  private long nowMs;
  private Bytes payload = Bytes.EMPTY;

  private HistoryMaker(Path folder, int events, int libraries) {
    this.events = events;
    this.libraries = libraries;
    this.nowMs = FIRST_MS;
    this.store =
        FunctionStore.open(
            new StoreOptions(folder, () -> Instant.ofEpochMilli(nowMs), () -> 0),
            new Engines(List.of(new LuaEngine(ServerIdentity.REFERENCE))));
  }

  public static void main(String[] arguments) throws RefusedException {
    HistoryMaker maker =
        new HistoryMaker(
            Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    maker.run();
  }

  private void run() throws RefusedException {
    for (int i = 1; i <= events; i++) {
      change(i);
      nowMs += 60_000;
      if (i % EVENTS_PER_COMMIT == 0 || i == events) {
        store.commit();
      }
      if (i % Math.max(1, events / 20) == 0) {
        System.err.printf("%,d of %,d events%n", i, events);
      }
    }
    store.close();
  }

  private void change(int number) throws RefusedException {
    String user = random.nextInt(1000) == 0 ? "carol" : "user" + random.nextInt(USERS);
    Intent intent =
        Intent.of(
            new Actor(
                Bytes.of(user),
                Bytes.of("10.0.0." + random.nextInt(200) + ":40000"),
                Bytes.of("deploy"),
                Bytes.of("jedis"),
                Bytes.of("8.0.2")));
    if (payload.isEmpty()) {
      payload = payload(intent);
    } else if (number % (events / RESTORES) == 0) {
      store.restore(payload, RestorePolicy.REPLACE, true, intent);
      return;
    }
    Bytes name = name(random.nextInt(libraries));
    if (random.nextInt(50) == 0 && store.pending().library(name).isPresent()) {
      store.delete(name, intent);
    } else {
      store.load(source(name, number), true, intent);
    }
  }

  /** Of one library, so that restoring it is an event like the others. */
  private Bytes payload(Intent intent) throws RefusedException {
    store.load(source(name(0), 0), true, intent);
    return store.dump(10);
  }

  private static Bytes name(int library) {
    return Bytes.of("library%05d".formatted(library));
  }

  private static Bytes source(Bytes name, int edition) {
    String library = name.toText();
    return Bytes.of(
        """
        #!lua name=%s
        -- edition %s
        local function read(keys, args)
          local value = server.call('GET', keys[1])
          return value or args[1] or %s
        end
        server.register_function('call_%s', read)
        """
            .formatted(library, edition, edition, library));
  }
}
