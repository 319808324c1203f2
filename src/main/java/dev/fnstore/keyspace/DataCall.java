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
 */
public record DataCall(
    Keyspace keyspace, int database, List<Bytes> words, long nowMs, Protocol protocol) {

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

  /** Sets the value; a life time stays. */
  Entry put(Bytes key, Value value) {
    return db().put(key, value, nowMs);
  }

  /** Puts a new value in the place of whatever {@code key} holds; an empty one removes it. */
  void replace(Bytes key, Value value) {
    if (value.isEmpty()) {
      changed(key, db().remove(key, nowMs) ? 1 : 0);
      return;
    }
    db().expireAt(put(key, value), Entry.NEVER);
    changed(key, 1);
  }

  /** Removes {@code key} if its value has become empty, and counts the changes made to it. */
  void changed(Bytes key, Value value, long changes) {
    if (value.isEmpty()) {
      db().remove(key, nowMs);
    }
    changed(key, changes);
  }

  /** {@code changes} changes were made to a key that whoever watches it is not told of. */
  void counted(Bytes key, long changes) {
    keyspace.counted(database, key, changes);
  }

  /** {@code changes} changes were made to a key; 0 is none. */
  void changed(Bytes key, long changes) {
    keyspace.changed(database, key, changes);
  }
}
