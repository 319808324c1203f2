package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Comparator;

/** A key with its value and the time at which it expires; belongs to one {@link Database}. */
final class Entry extends HashNode<Entry> {
  static final long NEVER = -1;

  private static final int CHANGED = 1;
  private static final int GONE = 2;
  private static final int WEIGHT_SHIFT = 2;
  private static final int WEIGHT_UNIT = 16;

  static final Comparator<Entry> BY_EXPIRY =
      (one, other) -> {
        int order = Long.compare(one.expireAtMs, other.expireAtMs);
        return order != 0 ? order : one.compareNames(other);
      };

  private Value value;
  private long expireAtMs = NEVER;
  private long usedMs;

  /**
   * In units of 16 bytes, times 4; and whether it has gone, times 2; and whether it has changed.
   */
  private int state;

  /**
   * A key with its value.
   *
   * @param hash by {@link NameHash}
   */
  Entry(Bytes key, int hash, Value value) {
    super(key, hash);
    this.value = value;
  }

  Bytes key() {
    return name();
  }

  Value value() {
    return value;
  }

  void value(Value value) {
    this.value = value;
  }

  /** In ms since 1970, or {@link #NEVER}. */
  long expireAtMs() {
    return expireAtMs;
  }

  /** Only {@link Database}, which keeps its order by this. */
  void expireAtMs(long expireAtMs) {
    this.expireAtMs = expireAtMs;
  }

  /** When it was last asked for or set, in ms since 1970. */
  long usedMs() {
    return usedMs;
  }

  void used(long nowMs) {
    this.usedMs = nowMs;
  }

  /** Whether it is to be written, or deleted, on disk. */
  boolean isChanged() {
    return (state & CHANGED) != 0;
  }

  void changed(boolean isChanged) {
    state = isChanged ? state | CHANGED : state & ~CHANGED;
  }

  /** Whether it is in its database no more. */
  boolean isGone() {
    return (state & GONE) != 0;
  }

  void gone() {
    state |= GONE;
  }

  /** What it was weighed as, about, in bytes; 0 if it was not. */
  long weight() {
    return (long) (state >>> WEIGHT_SHIFT) * WEIGHT_UNIT;
  }

  void weight(long bytes) {
    long units = Math.min((bytes + WEIGHT_UNIT - 1) / WEIGHT_UNIT, -1 >>> WEIGHT_SHIFT);
    state = (int) units << WEIGHT_SHIFT | (state & (CHANGED | GONE));
  }

  boolean expires() {
    return expireAtMs != NEVER;
  }

  /** The last ms of its life is {@code expireAtMs} itself. */
  boolean isExpired(long nowMs) {
    return expires() && nowMs > expireAtMs;
  }
}
