package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.NavigableMap;
import java.util.TreeMap;

/** One who reads for a {@link ConsumerGroup}. Times are in ms since 1970. */
final class Consumer {
  /** Of {@link #activeMs} where it never got anything. */
  static final long NEVER = -1;

  private final Bytes name;
  private final NavigableMap<StreamId, Pending> pending = new TreeMap<>();
  private long seenMs;
  private long activeMs = NEVER;

  Consumer(Bytes name, long seenMs) {
    this.name = name;
    this.seenMs = seenMs;
  }

  Bytes name() {
    return name;
  }

  /** What was given to it and is not acknowledged; only {@link ConsumerGroup} changes it. */
  NavigableMap<StreamId, Pending> pending() {
    return pending;
  }

  /** When it last asked for something. */
  long seenMs() {
    return seenMs;
  }

  /** When it last got something, or {@link #NEVER}. */
  long activeMs() {
    return activeMs;
  }

  void seen(long nowMs) {
    seenMs = nowMs;
  }

  void active(long nowMs) {
    activeMs = nowMs;
  }

  Consumer withoutPending() {
    Consumer copy = new Consumer(name, seenMs);
    copy.activeMs = activeMs;
    return copy;
  }
}
