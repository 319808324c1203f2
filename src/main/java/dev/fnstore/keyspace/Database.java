package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one database: by name, in the order of SCAN, and those that expire in the order in
 * which they do. An expired key is gone for whoever asks, and is dropped when it is asked for or
 * when its turn comes in {@link #expireSome}.
 */
final class Database {
  private static final int WEIGHED_ELEMENTS = 5;

  private final HashTable<Entry> byKey;
  private final NavigableSet<Entry> byExpiry = new TreeSet<>(Entry.BY_EXPIRY);
  private final Keyspace keyspace;
  private final int space;
  private @Nullable RowChanges rows;

  /** Whether it is known what keys take: it costs a look at each that changes. */
  private boolean weighs;

  private long weight;
  private int number;

  private long expired;
  private double expireAtSumMs;

  /** What was found last: mostly it is what is looked up or changed next. */
  private @Nullable Entry found;

  Database(Keyspace keyspace, int space, NameHash hash) {
    this.byKey = new HashTable<>(hash);
    this.keyspace = keyspace;
    this.space = space;
    this.number = space;
  }

  /** Where its keys are on disk, whatever its number is. */
  int space() {
    return space;
  }

  /** Has changes noted from now on. */
  void noteIn(RowChanges changes) {
    rows = changes;
  }

  /** It is the database of this number from now on. */
  void number(int newNumber) {
    number = newNumber;
  }

  private @Nullable Entry find(Bytes key) {
    Entry last = found;
    return last != null && last.hasName(key) ? last : byKey.find(key);
  }

  @Nullable Entry find(Bytes key, long nowMs) {
    Entry entry = find(key);
    if (entry != null && entry.isExpired(nowMs)) {
      dropExpired(entry);
      return null;
    }
    found = entry;
    return entry;
  }

  /** See {@link Keyspace#fetch}. */
  void fetch(Prefetch prefetch, Bytes[] keys, @Nullable Bytes[] elements, int count) {
    prefetch.fetch(byKey, keys, elements, count);
  }

  /** Sets the value of {@code key}; a life time that it has stays. */
  Entry put(Bytes key, Value value, long nowMs) {
    Entry entry = find(key, nowMs);
    if (entry != null) {
      if (rows != null && entry.value() != value) {
        rows.lost(entry.value());
      }
      entry.value(value);
      entry.used(nowMs);
      noteChanged(entry);
      return entry;
    }
    Entry created = add(key, value);
    created.used(nowMs);
    noteChanged(created);
    keyspace.event(number, KeyEvent.NEW, key);
    return created;
  }

  private Entry add(Bytes key, Value value) {
    Entry entry = new Entry(key, byKey.hash(key), value);
    byKey.add(entry);
    return entry;
  }

  /** Adds a key as it is on disk. */
  void restore(Bytes key, Value value, long expireAtMs) {
    Entry restored = add(key, value);
    restored.expireAtMs(expireAtMs);
    nowExpires(restored);
    if (weighs) {
      weigh(restored);
    }
  }

  /**
   * The key has another value, or the value {@code count} other elements, or neither is there any
   * more.
   */
  void noteChanged(Bytes key, long count) {
    if (rows != null || weighs) {
      Entry entry = find(key);
      if (entry != null) {
        noteChanged(entry);
        if (rows != null) {
          rows.changedElements(entry, count);
        }
      }
    }
  }

  private void noteChanged(Entry entry) {
    if (rows != null) {
      rows.changed(space, entry);
    }
    if (weighs) {
      weigh(entry);
    }
  }

  private void weigh(Entry entry) {
    weight -= entry.weight();
    entry.weight(Footprint.bytes(entry, WEIGHED_ELEMENTS));
    weight += entry.weight();
  }

  /** Has all keys weighed from now on, or none. */
  void weighs(boolean doWeigh) {
    if (weighs != doWeigh) {
      weighs = doWeigh;
      weight = 0;
      for (Entry entry : byKey) {
        entry.weight(0);
        if (doWeigh) {
          weigh(entry);
        }
      }
    }
  }

  /** About how many bytes all keys take, where they are weighed. */
  long weight() {
    return weight;
  }

  /** The key that expires next, or null if none does. */
  @Nullable Entry expiresFirst() {
    return byExpiry.isEmpty() ? null : byExpiry.first();
  }

  /** Drops a key that is there to make room. */
  void evict(Entry entry) {
    drop(entry);
    keyspace.evicted(number, entry.key());
  }

  /** Whether it was there. */
  boolean remove(Bytes key, long nowMs) {
    Entry entry = find(key, nowMs);
    if (entry != null) {
      drop(entry);
    }
    return entry != null;
  }

  /** Sets when {@code entry} expires, in ms since 1970, or {@link Entry#NEVER}. */
  void expireAt(Entry entry, long expireAtMs) {
    noLongerExpires(entry);
    entry.expireAtMs(expireAtMs);
    nowExpires(entry);
    noteChanged(entry);
  }

  private void nowExpires(Entry entry) {
    if (entry.expires()) {
      byExpiry.add(entry);
      expireAtSumMs += entry.expireAtMs();
    }
  }

  /** Drops expired keys, at most {@code most}; gives their number. */
  int expireSome(long nowMs, int most) {
    int dropped = 0;
    while (dropped < most && !byExpiry.isEmpty() && byExpiry.first().isExpired(nowMs)) {
      dropExpired(byExpiry.first());
      dropped++;
    }
    return dropped;
  }

  /** All keys, expired ones that were not dropped yet included; nothing may change meanwhile. */
  Iterable<Entry> entries() {
    return byKey;
  }

  /** See {@link HashTable#scan}; shows expired keys too. */
  long scan(long position, long count, Consumer<Entry> consumer) {
    return byKey.scan(position, count, consumer);
  }

  /** Whether there is such a key, one that has expired and was not dropped yet included. */
  boolean has(Bytes key) {
    return byKey.find(key) != null;
  }

  /** How many keys there are, expired ones that were not dropped yet included. */
  int size() {
    return byKey.size();
  }

  void clear() {
    if (rows != null) {
      for (Entry entry : byKey) {
        rows.lost(entry.value());
      }
      rows.cleared(space);
    }
    byKey.clear();
    weight = 0;
    found = null;
    byExpiry.clear();
    expireAtSumMs = 0;
  }

  /** Some key, each as likely as the other; it may have expired. There must be one. */
  Entry draw(IntUnaryOperator draw) {
    return byKey.draw(draw);
  }

  /** How many keys expire at some time. */
  int expiring() {
    return byExpiry.size();
  }

  /** How long the keys that expire have to live, on average, in ms; 0 if none does. */
  long averageLifeMs(long nowMs) {
    double mean = byExpiry.isEmpty() ? nowMs : expireAtSumMs / byExpiry.size();
    return Math.max(0, Math.round(mean - nowMs));
  }

  /** How many keys have expired so far. */
  long expired() {
    return expired;
  }

  void resetStatistics() {
    expired = 0;
  }

  private void dropExpired(Entry entry) {
    drop(entry);
    expired++;
    keyspace.expired(number, entry.key());
  }

  private void drop(Entry entry) {
    if (rows != null) {
      entry.gone();
      rows.changed(space, entry);
      rows.lost(entry.value());
    }
    if (found == entry) {
      found = null;
    }
    weight -= entry.weight();
    byKey.remove(entry);
    noLongerExpires(entry);
  }

  private void noLongerExpires(Entry entry) {
    if (entry.expires()) {
      byExpiry.remove(entry);
      // Where none is left the sum begins anew, so that rounding does not pile up.
      expireAtSumMs = byExpiry.isEmpty() ? 0 : expireAtSumMs - entry.expireAtMs();
    }
  }
}
