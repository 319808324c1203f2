package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All databases and the number of changes made to them. Belongs to one thread. */
public final class Keyspace {
  /** So many keys can be fetched at once. */
  public static final int MOST_FETCHED = Prefetch.MOST;

  private final Database[] databases;
  private final Prefetch prefetch = new Prefetch();
  private KeyListener listener = KeyListener.NONE;
  private StreamLimits streamLimits = StreamLimits.DEFAULT;
  private EncodingLimits encodingLimits = EncodingLimits.DEFAULT;
  private long changes;
  private long hits;
  private long misses;
  private boolean countsLookups;
  private long draws;
  private long evicted;
  private boolean weighs;

  private @Nullable RowChanges rows;

  /** Empty databases 0 … {@code databases} - 1. */
  public Keyspace(int databases) {
    this(databases, 0);
  }

  /**
   * As {@link #Keyspace(int)}.
   *
   * @param hashSeed not to be guessed by who sends keys
   */
  public Keyspace(int databases, long hashSeed) {
    if (databases < 1) {
      throw new IllegalArgumentException("a keyspace has at least one database");
    }
    this.databases = new Database[databases];
    NameHash hash = new NameHash(hashSeed);
    for (int i = 0; i < databases; i++) {
      this.databases[i] = new Database(this, i, hash);
    }
  }

  /** Has {@code newListener} told of changes from now on. */
  public void listener(KeyListener newListener) {
    listener = newListener;
  }

  /**
   * Notes from now on what changes, for {@link #writeChanges}, if it does not yet. Before, there
   * are no keys.
   */
  public void keepRows() {
    if (rows == null) {
      keepRows(RowChanges.MOST_PACKED_BYTES);
    }
  }

  /** As {@link #keepRows()}, with values that take more than {@code mostPackedBytes} spread. */
  void keepRows(int mostPackedBytes) {
    RowChanges changed = new RowChanges(mostPackedBytes);
    rows = changed;
    for (Database database : databases) {
      database.noteIn(changed);
    }
  }

  /** How many keys have changed since {@link #writeChanges} was called last. */
  public int unwrittenKeys() {
    return rows == null ? 0 : rows.size();
  }

  /** About how many rows {@link #writeChanges} would write, at most. */
  public long unwrittenRows() {
    return rows == null ? 0 : rows.rows();
  }

  /** Whether anything has changed since {@link #writeChanges} was called last. */
  public boolean isUnwritten() {
    return rows != null && !rows.isEmpty();
  }

  /**
   * Writes what has changed since this was called last. Where that fails the changes are lost to
   * the caller: what the sink did not take must be kept by it.
   */
  public void writeChanges(RowSink sink) {
    if (rows != null) {
      rows.writeTo(sink, databases);
    }
  }

  /** The databases get the keys of these spaces, by number. */
  void arrange(int[] spaces) {
    Database[] bySpace = databases.clone();
    for (int number = 0; number < spaces.length; number++) {
      if (spaces[number] < 0 || spaces[number] >= bySpace.length) {
        throw new DamagedRowException("a database has the keys of space " + spaces[number]);
      }
      databases[number] = bySpace[spaces[number]];
      databases[number].number(number);
    }
  }

  /** The databases by where their keys are on disk. */
  Database[] bySpace() {
    Database[] bySpace = new Database[databases.length];
    for (Database database : databases) {
      bySpace[database.space()] = database;
    }
    return bySpace;
  }

  void usedId(long id) {
    if (rows != null) {
      rows.usedId(id);
    }
  }

  /** How large nodes of streams get from now on. */
  public void streamLimits(StreamLimits limits) {
    streamLimits = limits;
  }

  /** Up to where values are said to be packed from now on. */
  public void encodingLimits(EncodingLimits limits) {
    encodingLimits = limits;
  }

  EncodingLimits encodingLimits() {
    return encodingLimits;
  }

  StreamLimits streamLimits() {
    return streamLimits;
  }

  public int databases() {
    return databases.length;
  }

  /** How many keys {@code database} has at {@code nowMs}. */
  public int size(int database, long nowMs) {
    databases[database].expireSome(nowMs, Integer.MAX_VALUE);
    return databases[database].size();
  }

  /** How many keys of {@code database} expire at some time. */
  public int expiring(int database) {
    return databases[database].expiring();
  }

  /** How long those have to live, on average, in ms. */
  public long averageLifeMs(int database, long nowMs) {
    return databases[database].averageLifeMs(nowMs);
  }

  /** How many keys have expired so far, in all databases together. */
  public long expired() {
    long sum = 0;
    for (Database database : databases) {
      sum += database.expired();
    }
    return sum;
  }

  /** How often a key that was read was there. */
  public long hits() {
    return hits;
  }

  /** How often a key that was read was not there. */
  public long misses() {
    return misses;
  }

  /** CONFIG RESETSTAT. */
  public void resetStatistics() {
    hits = 0;
    misses = 0;
    evicted = 0;
    for (Database database : databases) {
      database.resetStatistics();
    }
  }

  /** Whether look-ups count as hits and misses: Valkey counts those of commands that read. */
  void countLookups(boolean count) {
    countsLookups = count;
  }

  void lookedUp(boolean found) {
    if (countsLookups) {
      if (found) {
        hits++;
      } else {
        misses++;
      }
    }
  }

  /** A key that is not there was asked for. */
  void missed(int database, Bytes key) {
    if (countsLookups) {
      event(database, KeyEvent.KEYMISS, key);
    }
  }

  /** Exchanges what two databases hold. */
  void swap(int one, int other) {
    listener.replaced(one, one);
    listener.replaced(other, other);
    Predicate<Bytes> isThere = key -> databases[one].has(key) || databases[other].has(key);
    listener.replaced(one, isThere);
    listener.replaced(other, isThere);
    Database kept = databases[one];
    databases[one] = databases[other];
    databases[other] = kept;
    databases[one].number(one);
    databases[other].number(other);
    if (rows != null) {
      rows.renumbered();
    }
    changes++;
  }

  /**
   * A number of 0 … {@code bound} - 1, each as likely as the other. A fixed sequence (SplitMix64),
   * so that this room needs no source of randomness.
   */
  int draw(int bound) {
    draws += 0x9E3779B97F4A7C15L;
    long mixed = (draws ^ (draws >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return (int) Long.remainderUnsigned(mixed ^ (mixed >>> 31), bound);
  }

  /**
   * How many changes were made so far, counted as Valkey counts {@code dirty}: each key, field,
   * element or member that a command changed is one; keys that expire are none.
   */
  public long changes() {
    return changes;
  }

  /**
   * Drops keys that have expired, so that memory is not held by what nobody asks for any more.
   *
   * @param budget how many keys at most, in all databases together
   * @return how many were dropped; less than {@code budget} if none is left
   */
  public int expireSome(long nowMs, int budget) {
    int dropped = 0;
    for (Database database : databases) {
      dropped += database.expireSome(nowMs, budget - dropped);
    }
    return dropped;
  }

  /**
   * Whether it is known what keys take, for {@link #evict}: it costs a look at each that changes.
   */
  public void weighs(boolean doWeigh) {
    if (weighs == doWeigh) {
      return;
    }
    weighs = doWeigh;
    for (Database database : databases) {
      database.weighs(doWeigh);
    }
  }

  /** About how many bytes all keys take, where they are weighed. */
  public long weight() {
    long sum = 0;
    for (Database database : databases) {
      sum += database.weight();
    }
    return sum;
  }

  /**
   * Drops a key to make room.
   *
   * @param samples from how many to choose, of each database
   * @return false if there is none that may go
   */
  public boolean evict(EvictionPolicy policy, int samples) {
    Eviction.Candidate chosen = new Eviction(policy, samples, this::draw).choose(databases);
    if (chosen != null) {
      chosen.database().evict(chosen.entry());
    }
    return chosen != null;
  }

  /** How many keys were dropped to make room so far. */
  public long evicted() {
    return evicted;
  }

  void evicted(int database, Bytes key) {
    evicted++;
    listener.changed(database, key);
    listener.event(database, KeyEvent.EVICTED, key);
  }

  /**
   * Has the processor fetch keys that are asked for soon; changes nothing.
   *
   * @param keys the first {@code count} are meant, at most {@link #MOST_FETCHED}
   * @param elements of the keys' values; null where it is not known which
   */
  public void fetch(int database, Bytes[] keys, @Nullable Bytes[] elements, int count) {
    databases[database].fetch(prefetch, keys, elements, count);
  }

  /** Drops a key if its time is over. */
  public void expire(int database, Bytes key, long nowMs) {
    var unused = databases[database].find(key, nowMs);
  }

  /** Empties all databases; each key is a change. */
  public void flush() {
    flush(0, databases.length - 1);
  }

  void flush(int database) {
    flush(database, database);
  }

  private void flush(int first, int last) {
    listener.replaced(first, last);
    for (int i = first; i <= last; i++) {
      listener.replaced(i, databases[i]::has);
      changes += databases[i].size();
      databases[i].clear();
    }
  }

  Database database(int number) {
    return databases[number];
  }

  /** A key is another because of a change that was counted for one more key. */
  void touched(int database, Bytes key) {
    databases[database].noteChanged(key, 1);
    listener.changed(database, key);
  }

  /** Who waits for a key has to look again, though its value is the same. */
  void ready(int database, Bytes key) {
    listener.ready(database, key);
  }

  /** Whether a call that waits for {@code key} is to be run again. */
  public boolean isReady(int database, Bytes key, KeyWait wait, long nowMs) {
    Entry entry = databases[database].find(key, nowMs);
    return wait.evenIfGone() || (entry != null && entry.value().type() == wait.type());
  }

  void event(int database, KeyEvent event, Bytes key) {
    listener.event(database, event, key);
  }

  void expired(int database, Bytes key) {
    listener.event(database, KeyEvent.EXPIRED, key);
    listener.expired(database, key);
  }

  /** {@code count} changes were made to a key that whoever watches it is not told of. */
  void counted(int database, Bytes key, long count) {
    databases[database].noteChanged(key, count);
    changes += count;
  }

  /** {@code count} changes were made to a key; 0 is none. */
  void changed(int database, Bytes key, long count) {
    if (count > 0) {
      changes += count;
      databases[database].noteChanged(key, count);
      listener.changed(database, key);
    }
  }
}
