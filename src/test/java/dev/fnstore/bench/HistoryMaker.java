package dev.fnstore.bench;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.engine.lua.LuaEngine;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.payload.DumpCache;
import dev.fnstore.payload.PayloadException;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.store.FunctionStore;
import dev.fnstore.store.Intent;
import dev.fnstore.store.StoreOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes a data folder with a long history, through the store itself: {@code HistoryMaker FOLDER
 * EVENTS LIBRARIES}. The first event restores all libraries, so that there are as many at any point
 * of a short history as of a long one. Most others load a library, one in fifty deletes one. So
 * that answers are as long in both, 100 events each, evenly spread, are of the user {@code carol},
 * restore a payload, or load the library {@code hot}. A minute passes between events.
 */
public final class HistoryMaker {
  private static final long FIRST_MS = 1_700_000_000_000L;
  private static final int EVENTS_PER_COMMIT = 500;
  private static final int SPREAD = 100;
  private static final int USERS = 50;

  private final int events;
  private final int libraries;
  private final Random random = new Random(1);
  private final FunctionStore store;
  private long nowMs;

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
    boolean isCarol = number % (events / SPREAD) == 90;
    String user = isCarol ? "carol" : "user" + random.nextInt(USERS);
    Intent intent =
        Intent.of(
            new Actor(
                Bytes.of(user),
                Bytes.of("10.0.0." + random.nextInt(200) + ":40000"),
                Bytes.of("deploy"),
                Bytes.of("jedis"),
                Bytes.of("8.0.2")));
    int place = number % (events / SPREAD);
    if (number == 1) {
      store.restore(payload(libraries), RestorePolicy.REPLACE, true, intent);
      return;
    } else if (place == 30) {
      store.restore(payload(1), RestorePolicy.REPLACE, true, intent);
      return;
    } else if (place == 60) {
      store.load(source(Bytes.of("hot"), number), true, intent);
      return;
    }
    Bytes name = name(random.nextInt(libraries));
    if (random.nextInt(50) == 0 && store.pending().library(name).isPresent()) {
      store.delete(name, intent);
    } else {
      store.load(source(name, number), true, intent);
    }
  }

  /** Of the first libraries. */
  private static Bytes payload(int count) {
    Map<Digest, Bytes> sources = new HashMap<>();
    List<Library> libraries = new ArrayList<>();
    for (int library = 0; library < count; library++) {
      Bytes source = source(name(library), 0);
      sources.put(Digest.of(source), source);
      libraries.add(new Library(name(library), "LUA", Digest.of(source), List.of()));
    }
    try {
      return new DumpCache().dump(libraries, sources::get, 10);
    } catch (PayloadException e) {
      throw new IllegalStateException(e);
    }
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
