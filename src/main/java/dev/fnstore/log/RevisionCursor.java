package dev.fnstore.log;

import java.util.OptionalLong;

/** Revisions in one order, found by seeking. For one thread at a time. */
public interface RevisionCursor extends AutoCloseable {
  /**
   * The nearest revision at {@code number} or behind it, in the cursor's order; nothing if none.
   */
  OptionalLong seek(long number);

  @Override
  void close();
}
