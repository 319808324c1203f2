package dev.fnstore.store;

import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two times of an event: the wall clock as it is, and one that never runs backwards. */
final class EventClock {
  private static final Logger LOG = LoggerFactory.getLogger(EventClock.class);

  private final InstantSource source;
  private long lastOrderTimeMs;

  EventClock(InstantSource source, long lastOrderTimeMs) {
    this.source = source;
    this.lastOrderTimeMs = lastOrderTimeMs;
  }

  /** Both times, in ms since 1970. */
  record Times(long wallMs, long orderMs) {}

  Times next() {
    long wallMs = source.millis();
    if (wallMs < lastOrderTimeMs) {
      LOG.warn(
          "The clock runs behind the last event by {} ms: it says {}, that event is of {}. New"
              + " events are ordered after it.",
          lastOrderTimeMs - wallMs,
          Instant.ofEpochMilli(wallMs),
          Instant.ofEpochMilli(lastOrderTimeMs));
    }
    lastOrderTimeMs = Math.max(lastOrderTimeMs, wallMs);
    return new Times(wallMs, lastOrderTimeMs);
  }
}
