package dev.fnstore.keyspace;

import java.util.function.LongSupplier;

/**
 * Up to where Valkey keeps values packed, by the parameters of the same names.
 *
 * @param listSize how many elements, or, where it is negative, a number of bytes: -1 is 4 KB, each
 *     further one twice as many, up to -5
 */
public record EncodingLimits(
    LongSupplier hashEntries,
    LongSupplier hashValueBytes,
    LongSupplier setIntegers,
    LongSupplier setEntries,
    LongSupplier setValueBytes,
    LongSupplier sortedSetEntries,
    LongSupplier sortedSetValueBytes,
    LongSupplier listSize) {
  /** Valkey's own. */
  static final EncodingLimits DEFAULT =
      new EncodingLimits(
          () -> 512, () -> 64, () -> 512, () -> 128, () -> 64, () -> 128, () -> 64, () -> -2);

  private static final int LEAST_LIST_SIZE = -5;
  private static final long SMALLEST_LIST_BYTES = 4096;

  /** Whether a list of so many elements, which take so many bytes packed, is one node. */
  boolean isOneNode(long elements, long bytes) {
    long most = listSize.getAsLong();
    if (most >= 0) {
      return elements <= most && bytes <= SMALLEST_LIST_BYTES * 2;
    }
    return bytes <= SMALLEST_LIST_BYTES << (-1 - Math.max(most, LEAST_LIST_SIZE));
  }
}
