package dev.fnstore.keyspace;

/** An entry that was given to a consumer, which has not acknowledged it. */
final class Pending {
  private Consumer consumer;
  private long deliveredMs;
  private long count;

  Pending(Consumer consumer, long deliveredMs, long count) {
    this.consumer = consumer;
    this.deliveredMs = deliveredMs;
    this.count = count;
  }

  Consumer consumer() {
    return consumer;
  }

  void consumer(Consumer next) {
    consumer = next;
  }

  /** When it was last given, in ms since 1970. */
  long deliveredMs() {
    return deliveredMs;
  }

  /** How often it was given. */
  long count() {
    return count;
  }

  void delivered(long atMs, long times) {
    deliveredMs = atMs;
    count = times;
  }
}
