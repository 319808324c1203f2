package dev.fnstore.keyspace;

/** The tables that a keyspace is kept in. What their rows look like is drawn in {@link Rows}. */
public enum RowTable {
  /** Which numbers the databases have. */
  DATABASES,
  /** A row for each key, with its value where that is small. */
  KEYS,
  /** A row for each element of a value that is large. */
  ELEMENTS
}
