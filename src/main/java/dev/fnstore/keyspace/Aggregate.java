package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A value of elements. Where it is large each element has a row of its own on disk, so that a
 * change writes no more than what it changes.
 */
abstract sealed class Aggregate implements Value
    permits HashValue, ListValue, SetValue, SortedSetValue, StreamValue {
  private @Nullable Spread spread;

  /** Which rows of elements there are to write; null where the value is in the row of its key. */
  @Nullable Spread spread() {
    return spread;
  }

  /** Its elements have rows of their own from now on. */
  void spread(Spread newSpread) {
    spread = newSpread;
  }

  boolean isSpread() {
    return spread != null;
  }

  /** Whether what is written of a change is mostly the rows of the elements that it changed. */
  boolean isWrittenByElement() {
    return isSpread();
  }

  /** The element of this row is new, another, or gone. */
  void changedElement(Bytes row) {
    if (spread != null) {
      spread.changed(row);
    }
  }

  /** Elements have other rows than before. */
  void changedAll() {
    if (spread != null) {
      spread.changedAll();
    }
  }
}
