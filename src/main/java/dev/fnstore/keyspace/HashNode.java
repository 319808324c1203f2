package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is found by its name in a {@link HashTable}; it is itself what the table's buckets are made
 * of, and holds the bytes of its name alone: with many, each object more is a wait for memory.
 *
 * @param <N> what extends it
 */
abstract class HashNode<N extends HashNode<N>> {
  private final byte[] name;
  private final int hash;
  private @Nullable N next;

  /**
   * In no table.
   *
   * @param hash of the name, by the table that it is for
   */
  HashNode(Bytes name, int hash) {
    this.name = name.shared();
    this.hash = hash;
  }

  Bytes name() {
    return Bytes.wrap(name);
  }

  boolean hasName(Bytes other) {
    return Arrays.equals(name, other.shared());
  }

  /** Looks at its name; see {@link Prefetch}. */
  int fetchName() {
    return Prefetch.touch(name);
  }

  /** Whether its name comes before that of {@code other}, or behind: as a comparison tells. */
  int compareNames(HashNode<N> other) {
    return Arrays.compareUnsigned(name, other.name);
  }

  int hash() {
    return hash;
  }

  /** This one if it has this hash, or else what is behind it in its bucket. */
  @Nullable HashNode<N> orNext(int wanted) {
    return hash == wanted ? this : next;
  }

  /** The place in the order of SCAN, 0 … 2^32 - 1. */
  long position() {
    return Integer.toUnsignedLong(hash);
  }

  /** The one behind it in its bucket; the table alone sets it. */
  @Nullable N next() {
    return next;
  }

  void next(@Nullable N following) {
    next = following;
  }
}
