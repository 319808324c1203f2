package dev.fnstore.keyspace;

import org.jspecify.annotations.Nullable;

/**
 * What a key holds. Only a string and a stream may be empty; any other aggregate that gets empty
 * loses its key.
 */
sealed interface Value permits StringValue, Aggregate {
  /** The type as TYPE and SCAN name it. */
  ValueType type();

  /** Whether the key must go. */
  boolean isEmpty();

  /** Looks at what is behind it in memory whoever asks for what; see {@link Prefetch}. */
  default int fetch() {
    return 0;
  }

  /** Where its elements are found by their names; null where they are not. */
  default @Nullable HashTable<?> elements() {
    return null;
  }

  /** Looks at what is behind a node of {@link #elements}; see {@link Prefetch}. */
  default int fetchElement(HashNode<?> node) {
    return 0;
  }

  /** The same, for another key: what changes one does not change the other. */
  Value copy();
}
