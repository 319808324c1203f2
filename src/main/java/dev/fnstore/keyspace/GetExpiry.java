package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The options of GETEX. One may be repeated, then the last counts; there may be only one kind.
 *
 * @param unit what {@code word} means; both or none are there
 */
record GetExpiry(boolean persists, @Nullable ExpireTime unit, @Nullable Bytes word) {
  static GetExpiry parse(DataCall call) {
    GetExpiry expiry = new GetExpiry(false, null, null);
    for (int i = 2; i < call.count(); i++) {
      ExpireTime unit = ExpireTime.named(call.word(i));
      if (call.is(i, "PERSIST") && expiry.unit == null) {
        expiry = new GetExpiry(true, null, null);
      } else if (unit != null && i + 1 < call.count() && expiry.allows(unit)) {
        i++;
        expiry = new GetExpiry(false, unit, call.word(i));
      } else {
        throw CommandError.syntax();
      }
    }
    return expiry;
  }

  private boolean allows(ExpireTime wanted) {
    return !persists && (unit == null || unit == wanted);
  }

  /** Sets when the key, which must be there, expires; it goes if that time is over. */
  void apply(DataCall call) {
    Entry entry = call.peek(call.key());
    if (entry == null) {
      return;
    }
    if (unit != null && word != null) {
      long expireAtMs = unit.parsePositive(word, call.nowMs(), StringPartSpecs.GETEX);
      if (expireAtMs <= call.nowMs()) {
        call.remove(call.key(), KeyEvent.EXPIRED);
      } else {
        call.db().expireAt(entry, expireAtMs);
        call.changed(call.key(), 1, KeyEvent.EXPIRE);
      }
    } else if (persists && entry.expires()) {
      call.db().expireAt(entry, Entry.NEVER);
      call.changed(call.key(), 1, KeyEvent.PERSIST);
    }
  }
}
