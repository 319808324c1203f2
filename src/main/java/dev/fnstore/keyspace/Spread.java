package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The rows of a value's elements: what they begin with, and which are to be written. */
final class Spread {
  private final long id;
  private final Set<Bytes> changed = new HashSet<>();
  private Map<Bytes, Bytes> remembered = Map.of();
  private boolean changedAll;

  /**
   * Of a value that has no rows of elements yet: all are to be written.
   *
   * @param id no other value has the same, ever
   */
  static Spread fresh(long id) {
    Spread spread = new Spread(id);
    spread.changedAll = true;
    return spread;
  }

  /** Of a value whose elements were read from its rows. */
  static Spread stored(long id) {
    return new Spread(id);
  }

  private Spread(long id) {
    this.id = id;
  }

  long id() {
    return id;
  }

  void changed(Bytes row) {
    if (!changedAll) {
      changed.add(row);
    }
  }

  void changedAll() {
    changed.clear();
    changedAll = true;
  }

  /** Whether all rows are to be written, in the place of all that there are. */
  boolean isChangedAll() {
    return changedAll;
  }

  /** The rows that are to be written, or deleted where there is no such element any more. */
  Set<Bytes> changed() {
    return Collections.unmodifiableSet(changed);
  }

  /** What was written last of rows that are written whenever they are another. */
  Map<Bytes, Bytes> remembered() {
    return remembered;
  }

  void remember(Map<Bytes, Bytes> written) {
    remembered = Map.copyOf(written);
  }

  /** All that was to be written has been. */
  void written() {
    changed.clear();
    changedAll = false;
  }
}
