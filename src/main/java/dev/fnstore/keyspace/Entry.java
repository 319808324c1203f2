package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A key with its value and the time at which it expires; belongs to one {@link Database}. */
final class Entry {
  static final long NEVER = -1;

  static final Comparator<Entry> BY_EXPIRY =
      (one, other) -> {
        int order = Long.compare(one.expireAtMs, other.expireAtMs);
        return order != 0 ? order : one.key.compareTo(other.key);
      };

  private final Bytes key;
  private final int hash;
  private Value value;
  private long expireAtMs = NEVER;
  private long usedMs;
  private @Nullable Entry next;
  private boolean changed;
  private boolean gone;

  /**
   * A key with its value.
   *
   * @param hash by {@link KeyHash}
   */
  Entry(Bytes key, int hash, Value value) {
    this.key = key;
    this.hash = hash;
    this.value = value;
  }

  Bytes key() {
    return key;
  }

  /** The place in the order of SCAN, 0 … 2^32 - 1. */
  long position() {
    return Integer.toUnsignedLong(hash);
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

  int hash() {
    return hash;
  }

  /** The one behind it in its bucket of {@link KeyTable}, which alone sets it. */
  @Nullable Entry next() {
    return next;
  }

  void next(@Nullable Entry following) {
    next = following;
  }

  /** Whether it is to be written, or deleted, on disk. */
  boolean isChanged() {
    return changed;
  }

  void changed(boolean isChanged) {
    changed = isChanged;
  }

  /** Whether it is in its database no more. */
  boolean isGone() {
    return gone;
  }

  void gone() {
    gone = true;
  }

  boolean expires() {
    return expireAtMs != NEVER;
  }

  /** The last ms of its life is {@code expireAtMs} itself. */
  boolean isExpired(long nowMs) {
    return expires() && nowMs > expireAtMs;
  }
}
