package dev.fnstore.server.notify;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.keyspace.KeyListener;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Watching;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** WATCH: which client's transaction is off once which key changes. */
public final class WatchedKeys implements KeyListener, Watching {
  private record Key(int database, Bytes name) {}

  private final Expiry expiry;
  private final Map<Key, Set<Client>> watchers = new HashMap<>();
  private final Map<Client, List<Key>> watched = new HashMap<>();
  private final Set<Client> disturbed = new HashSet<>();
  private volatile boolean used;

  /** The keyspace, as far as it is asked whether a key's time is over. */
  public interface Expiry {
    /** Drops a key if its time is over; whoever listens is told. */
    void expire(int database, Bytes key, long nowMs);
  }

  /** Nobody watches. */
  public WatchedKeys(Expiry expiry) {
    this.expiry = expiry;
  }

  @Override
  public synchronized void watch(Client client, int database, Bytes name) {
    Key key = new Key(database, name);
    if (watchers.computeIfAbsent(key, any -> new HashSet<>()).add(client)) {
      watched.computeIfAbsent(client, any -> new ArrayList<>()).add(key);
    }
    used = true;
  }

  @Override
  public synchronized void unwatch(Client client) {
    disturbed.remove(client);
    List<Key> keys = watched.remove(client);
    if (keys == null) {
      return;
    }
    for (Key key : keys) {
      Set<Client> others = watchers.get(key);
      if (others != null && others.remove(client) && others.isEmpty()) {
        watchers.remove(key);
      }
    }
    used = !watchers.isEmpty();
  }

  @Override
  public void look(Client client, long nowMs) {
    for (Key key : keysOf(client)) { // not in the lock: what expires is told to others too
      expiry.expire(key.database(), key.name(), nowMs);
    }
  }

  private synchronized List<Key> keysOf(Client client) {
    return List.copyOf(watched.getOrDefault(client, List.of()));
  }

  @Override
  public synchronized boolean isDisturbed(Client client) {
    return disturbed.contains(client);
  }

  @Override
  public synchronized int count(Client client) {
    List<Key> keys = watched.get(client);
    return keys == null ? 0 : keys.size();
  }

  /** How many clients watch keys. */
  public synchronized int clients() {
    return watched.size();
  }

  /** How many keys are watched. */
  public synchronized int keys() {
    return watchers.size();
  }

  @Override
  public void changed(int database, Bytes key) {
    if (used) {
      disturb(new Key(database, key));
    }
  }

  private synchronized void disturb(Key key) {
    Set<Client> clients = watchers.get(key);
    if (clients != null) {
      disturbed.addAll(clients);
    }
  }

  @Override
  public void expired(int database, Bytes key) {
    changed(database, key);
  }

  /** Told of each database by itself, with what was in it: a key that never was is undisturbed. */
  @Override
  public void replaced(int firstDatabase, int lastDatabase) {}

  @Override
  public void replaced(int database, Predicate<Bytes> isConcerned) {
    if (used) {
      disturbAll(database, isConcerned);
    }
  }

  private synchronized void disturbAll(int database, Predicate<Bytes> isConcerned) {
    watchers.forEach(
        (key, clients) -> {
          if (key.database() == database && isConcerned.test(key.name())) {
            disturbed.addAll(clients);
          }
        });
  }
}
