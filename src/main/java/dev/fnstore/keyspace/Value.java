package dev.fnstore.keyspace;

/**
 * What a key holds. Only a string and a stream may be empty; any other aggregate that gets empty
 * loses its key.
 */
sealed interface Value permits StringValue, Aggregate {
  /** The type as TYPE and SCAN name it. */
  ValueType type();

  /** Whether the key must go. */
  boolean isEmpty();

  /** The same, for another key: what changes one does not change the other. */
  Value copy();
}
