package dev.fnstore.keyspace;

/** What a key holds. Only a string may be empty; an aggregate that gets empty loses its key. */
sealed interface Value permits StringValue, HashValue, ListValue, SetValue, SortedSetValue {
  /** The type as TYPE and SCAN name it. */
  ValueType type();

  /** Whether the key must go. */
  boolean isEmpty();
}
