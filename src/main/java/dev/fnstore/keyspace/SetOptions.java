package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The options of SET. An expiry option may be repeated, then the last counts; of the conditions,
 * and of the ways to treat the life time, there may be only one.
 *
 * @param comparison of {@code IFEQ}
 * @param expiry what {@code expiryWord} means; both or none are there
 */
record SetOptions(
    Condition condition,
    @Nullable Bytes comparison,
    boolean get,
    boolean keepTtl,
    @Nullable ExpireTime expiry,
    @Nullable Bytes expiryWord) {

  /** When to set at all. */
  enum Condition {
    ALWAYS,
    /** Only a key that is not there. */
    NX,
    /** Only a key that is there. */
    XX,
    /** Only a string that equals the comparison. */
    IFEQ
  }

  static final SetOptions NONE = new SetOptions(Condition.ALWAYS, null, false, false, null, null);

  /** Reads the words from {@code index} on. */
  static SetOptions parse(DataCall call, int index) {
    SetOptions options = NONE;
    for (int i = index; i < call.count(); i++) {
      @Nullable Bytes next = i + 1 < call.count() ? call.word(i + 1) : null;
      ExpireTime unit = ExpireTime.named(call.word(i));
      if (call.is(i, "NX") && options.allows(Condition.NX)) {
        options = options.with(Condition.NX, null);
      } else if (call.is(i, "XX") && options.allows(Condition.XX)) {
        options = options.with(Condition.XX, null);
      } else if (call.is(i, "GET")) {
        options = options.withGet();
      } else if (call.is(i, "KEEPTTL") && options.expiry == null) {
        options = options.withKeepTtl();
      } else if (next != null && unit != null && options.allows(unit)) {
        options = options.with(unit, next);
        i++;
      } else if (next != null && call.is(i, "IFEQ") && options.condition == Condition.ALWAYS) {
        options = options.with(Condition.IFEQ, next);
        i++;
      } else {
        throw CommandError.syntax();
      }
    }
    return options;
  }

  private boolean allows(Condition wanted) {
    return condition == Condition.ALWAYS || condition == wanted;
  }

  private boolean allows(ExpireTime unit) {
    return !keepTtl && (expiry == null || expiry == unit);
  }

  private SetOptions with(Condition next, @Nullable Bytes value) {
    return new SetOptions(next, value, get, keepTtl, expiry, expiryWord);
  }

  private SetOptions with(ExpireTime unit, Bytes word) {
    return new SetOptions(condition, comparison, get, keepTtl, unit, word);
  }

  private SetOptions withGet() {
    return new SetOptions(condition, comparison, true, keepTtl, expiry, expiryWord);
  }

  private SetOptions withKeepTtl() {
    return new SetOptions(condition, comparison, get, true, expiry, expiryWord);
  }
}
