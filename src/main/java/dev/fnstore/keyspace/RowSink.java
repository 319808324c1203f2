package dev.fnstore.keyspace;

/**
 * Takes changes of rows, which belong together, in their order. What it is handed is the caller's
 * again after each call.
 */
public interface RowSink {
  /** A row is new, or another. */
  void put(RowTable table, RowBytes key, RowBytes value);

  /** A row goes, if it is there. */
  void delete(RowTable table, RowBytes key);

  /** All rows go whose keys are at or after {@code from} and before {@code to}. */
  void deleteRange(RowTable table, RowBytes from, RowBytes to);
}
