package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of a command.
 *
 * @param database the number of the database that the caller has selected
 * @param words the command's name and its arguments; their number fits the command's arity
 * @param nowMs the time in ms since 1970; the same for all calls of one script
 * @param protocol what the caller speaks: a few replies have another shape in RESP3
 * @param rights what the caller may do beside calling this
 */
public record DataCall(
    Keyspace keyspace,
    int database,
    List<Bytes> words,
    long nowMs,
    Protocol protocol,
    CallerRights rights) {

  /** A call by who may do all. */
  public DataCall(
      Keyspace keyspace, int database, List<Bytes> words, long nowMs, Protocol protocol) {
    this(keyspace, database, words, nowMs, protocol, CallerRights.ALL);
  }

  int count() {
    return words.size();
  }

  Bytes word(int index) {
    return words.get(index);
  }

  /** The words from {@code index} on. */
  List<Bytes> from(int index) {
    return words.subList(index, words.size());
  }

  /** The key of those commands that have it right after their name. */
  Bytes key() {
    return words.get(1);
  }

  boolean is(int index, String option) {
    return words.get(index).equalsIgnoreCase(option);
  }

  long integer(int index) {
    return Numbers.parseLong(words.get(index));
  }

  boolean isResp3() {
    return protocol == Protocol.RESP3;
  }

  Database db() {
    return keyspace.database(database);
  }

  @Nullable Entry find(Bytes key) {
    Entry entry = peek(key);
    if (entry != null) {
      entry.used(nowMs);
    }
    return entry;
  }

  /** As {@link #find(Bytes)}, but does not count as use of the key. */
  @Nullable Entry peek(Bytes key) {
    Entry entry = look(key);
    if (entry == null) {
      keyspace.missed(database, key);
    }
    return entry;
  }

  /** As {@link #peek}, but nobody is told where there is none. */
  @Nullable Entry look(Bytes key) {
    Entry entry = db().find(key, nowMs);
    keyspace.lookedUp(entry != null);
    return entry;
  }

  /** The value of {@code key}; an error if it is of another type, null if there is none. */
  <V extends Value> @Nullable V find(Bytes key, Class<V> type) {
    Entry entry = find(key);
    if (entry == null) {
      return null;
    } else if (type.isInstance(entry.value())) {
      return type.cast(entry.value());
    }
    throw CommandError.wrongType();
  }

  /** As {@link #find(Bytes, Class)}, but sets the key to a new value if there is none. */
  <V extends Value> V findOrCreate(Bytes key, Class<V> type, Supplier<V> create) {
    V value = find(key, type);
    if (value == null) {
      value = create.get();
      put(key, value);
    }
    return value;
  }

  /**
   * What it is to wait for where none of {@code keys} is there; null if one is, be it of another
   * type: that is an error that is told at once.
   *
   * @param timeout the place of the word that says for how many seconds
   */
  @Nullable KeyWait waitForAny(List<Bytes> keys, ValueType type, int timeout) {
    long untilMs = Timeout.seconds(word(timeout), nowMs);
    for (Bytes key : keys) {
      if (db().find(key, nowMs) != null) {
        return null;
      }
    }
    return new KeyWait(keys, type, untilMs, false, words);
  }

  /** Sets the value; a life time stays. */
  Entry put(Bytes key, Value value) {
    return db().put(key, value, nowMs);
  }

  /**
   * Puts a new value in the place of whatever {@code key} holds; an empty one removes it.
   *
   * @param event what is told where there is a value
   */
  void replace(Bytes key, Value value, KeyEvent event) {
    if (value.isEmpty()) {
      remove(key);
      return;
    }
    db().expireAt(put(key, value), Entry.NEVER);
    changed(key, 1, event);
  }

  /** Removes {@code key}, if it is there. */
  void remove(Bytes key) {
    remove(key, KeyEvent.DEL);
  }

  /** Removes {@code key}, if it is there, and tells why. */
  void remove(Bytes key, KeyEvent event) {
    if (db().remove(key, nowMs)) {
      changed(key, 1, event);
    }
  }

  /**
   * {@code changes} changes were made to a key; 0 is none. It is removed if its value has become
   * empty.
   */
  void changed(Bytes key, Value value, long changes, KeyEvent event) {
    if (changes > 0) {
      tell(event, key);
    }
    if (value.isEmpty()) {
      db().remove(key, nowMs);
      tell(KeyEvent.DEL, key);
    }
    keyspace.changed(database, key, changes);
  }

  /** {@code changes} changes were made to a key that whoever watches it is not told of. */
  void counted(Bytes key, long changes) {
    keyspace.counted(database, key, changes);
  }

  /** {@code changes} changes were made to a key; 0 is none. */
  void changed(Bytes key, long changes, KeyEvent event) {
    if (changes > 0) {
      tell(event, key);
    }
    keyspace.changed(database, key, changes);
  }

  /** Subscribers are told of what has happened to a key, beside a change or without one. */
  void tell(KeyEvent event, Bytes key) {
    keyspace.event(database, event, key);
  }
}
