package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Elements in a ring: both ends and every place in O(1).
 *
 * <pre>
 *   ring: [ d e . . . . a b c ]     first = 6, size = 5
 * </pre>
 */
final class ListValue extends Aggregate {
  private static final int LEAST_ROOM = 8;

  private @Nullable Bytes[] ring = new Bytes[LEAST_ROOM];
  private int first;
  private int size;
  private long position;

  /**
   * Positions that have rows, and of these the ones whose elements stayed since they were written.
   */
  private long storedFrom;

  private long storedTo;
  private long keptFrom;
  private long keptTo;

  int size() {
    return size;
  }

  /** That of the first element: what stays keeps its position where others come and go at ends. */
  long position() {
    return position;
  }

  /** An empty list begins at another position. */
  void beginAt(long firstPosition) {
    position = firstPosition;
  }

  /** Has the rows written of what came and went at the ends since this was called last. */
  void changedEnds(Spread spread) {
    long end = position + size;
    if (!spread.isChangedAll()) {
      for (long i = position; i < end; i++) {
        if (i == keptFrom && keptFrom < keptTo) {
          i = keptTo - 1;
        } else {
          spread.changed(ListRows.row(i));
        }
      }
      for (long i = storedFrom; i < Math.min(storedTo, position); i++) {
        spread.changed(ListRows.row(i));
      }
      for (long i = Math.max(storedFrom, end); i < storedTo; i++) {
        spread.changed(ListRows.row(i));
      }
    }
    storedFrom = position;
    storedTo = end;
    keptFrom = position;
    keptTo = end;
  }

  /** The element at {@code index}, which must be one of 0 … size - 1. */
  Bytes get(int index) {
    return Objects.requireNonNull(ring[slot(index)]);
  }

  void addFirst(Bytes element) {
    makeRoom();
    first = slot(ring.length - 1);
    ring[first] = element;
    size++;
    position--;
  }

  void addLast(Bytes element) {
    makeRoom();
    ring[slot(size)] = element;
    size++;
  }

  /** Sets the element at {@code index}, one of 0 … size - 1. */
  void set(int index, Bytes element) {
    ring[slot(index)] = element;
    if (isSpread()) {
      changedElement(ListRows.row(position + index));
    }
  }

  /** Puts an element before the one at {@code index}, one of 0 … size. */
  void insert(int index, Bytes element) {
    addLast(element);
    for (int i = size - 1; i > index; i--) {
      ring[slot(i)] = ring[slot(i - 1)];
    }
    ring[slot(index)] = element;
    changedAll();
  }

  Bytes removeFirst() {
    Bytes element = get(0);
    ring[first] = null;
    first = slot(1);
    size--;
    position++;
    keptFrom = Math.max(keptFrom, position);
    giveRoomBack();
    return element;
  }

  Bytes removeLast() {
    Bytes element = get(size - 1);
    ring[slot(size - 1)] = null;
    size--;
    keptTo = Math.min(keptTo, position + size);
    giveRoomBack();
    return element;
  }

  /** Removes the first {@code most} elements that equal {@code element}; gives their number. */
  int removeEqual(Bytes element, long most) {
    int kept = 0;
    int removed = 0;
    for (int i = 0; i < size; i++) {
      Bytes here = get(i);
      if (removed < most && here.equals(element)) {
        removed++;
      } else {
        ring[slot(kept++)] = here;
      }
    }
    for (int i = kept; i < size; i++) {
      ring[slot(i)] = null;
    }
    size = kept;
    if (removed > 0) {
      changedAll();
    }
    giveRoomBack();
    return removed;
  }

  /** As {@link #removeEqual}, but the last ones. */
  int removeLastEqual(Bytes element, long most) {
    int kept = size;
    int removed = 0;
    for (int i = size - 1; i >= 0; i--) {
      Bytes here = get(i);
      if (removed < most && here.equals(element)) {
        removed++;
      } else {
        ring[slot(--kept)] = here;
      }
    }
    for (int i = 0; i < kept; i++) {
      ring[slot(i)] = null;
    }
    first = slot(kept);
    size -= removed;
    if (removed > 0) {
      changedAll();
    }
    giveRoomBack();
    return removed;
  }

  @Override
  public ListValue copy() {
    ListValue copy = new ListValue();
    for (int i = 0; i < size; i++) {
      copy.addLast(get(i));
    }
    return copy;
  }

  @Override
  public ValueType type() {
    return ValueType.LIST;
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  /** The ring's length is a power of two. */
  private int slot(int index) {
    return (first + index) & (ring.length - 1);
  }

  private void makeRoom() {
    if (size == ring.length) {
      resize(Math.multiplyExact(ring.length, 2));
    }
  }

  private void giveRoomBack() {
    if (ring.length > LEAST_ROOM && size <= ring.length / 4) {
      resize(Math.max(LEAST_ROOM, Integer.highestOneBit(Math.max(1, size)) * 2));
    }
  }

  private void resize(int room) {
    @Nullable Bytes[] next = new Bytes[room];
    for (int i = 0; i < size; i++) {
      next[i] = ring[slot(i)];
    }
    ring = next;
    first = 0;
  }
}
