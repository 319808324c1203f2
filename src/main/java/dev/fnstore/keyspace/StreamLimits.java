package dev.fnstore.keyspace;

import java.util.function.LongSupplier;

/**
 * How large nodes of streams get, which shows where a stream is trimmed by whole nodes.
 *
 * @param nodeEntries how many entries, removed ones included; 0 for no bound
 * @param nodeBytes how many bytes, as Valkey packs them; 0 for no bound
 */
public record StreamLimits(LongSupplier nodeEntries, LongSupplier nodeBytes) {
  /** Valkey's own. */
  static final StreamLimits DEFAULT = new StreamLimits(() -> 100, () -> 4096);

  private static final long LARGEST_NODE = 1L << 30;
  private static final long NODES_AT_ONCE = 100;
  private static final long ENTRIES_AT_ONCE = 10_000;
  private static final long MOST_ENTRIES_AT_ONCE = 1_000_000;

  /** Whether a node has so many entries and bytes that the next entry begins another. */
  boolean isFull(int entries, long bytes) {
    long mostEntries = nodeEntries.getAsLong();
    long mostBytes = nodeBytes.getAsLong();
    return bytes >= (mostBytes == 0 ? LARGEST_NODE : Math.min(mostBytes, LARGEST_NODE))
        || (mostEntries > 0 && entries >= mostEntries);
  }

  /** How many entries XADD and XTRIM remove at once where nobody says. */
  long entriesAtOnce() {
    long nodes = nodeEntries.getAsLong();
    if (nodes <= 0) {
      return ENTRIES_AT_ONCE;
    }
    return nodes > MOST_ENTRIES_AT_ONCE / NODES_AT_ONCE
        ? MOST_ENTRIES_AT_ONCE
        : nodes * NODES_AT_ONCE;
  }
}
