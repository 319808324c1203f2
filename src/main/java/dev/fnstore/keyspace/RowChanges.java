package dev.fnstore.keyspace;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Which rows of a keyspace are other than on disk. A key that is changed often is written once, as
 * it is then: what is remembered is where to look, not what was done.
 */
final class RowChanges {
  /** A value that takes more bytes has a row for each element. */
  static final int MOST_PACKED_BYTES = 8 << 10;

  /** An entry, which may have gone, and where it is, or was. */
  private record Changed(int space, Entry entry) {}

  private final List<Changed> entries = new ArrayList<>();

  /** Of values that have lost their key; they may have got another. */
  private final Set<Spread> loose = Collections.newSetFromMap(new IdentityHashMap<>());

  private final BitSet cleared = new BitSet();
  private boolean renumbered;
  private long elements;
  private final int mostPackedBytes;
  private long nextId;

  /** With values that take more than {@code mostPackedBytes} spread. */
  RowChanges(int mostPackedBytes) {
    this.mostPackedBytes = mostPackedBytes;
  }

  /** How many keys are to be written. */
  int size() {
    return entries.size();
  }

  /** About how many rows are to be written, at most. */
  long rows() {
    return entries.size() + elements;
  }

  boolean isEmpty() {
    return entries.isEmpty() && cleared.isEmpty() && loose.isEmpty() && !renumbered;
  }

  /** Ids of values that are spread from now on are after this one. */
  void usedId(long id) {
    nextId = Math.max(nextId, id + 1);
  }

  /** An entry is new, another, or gone. */
  void changed(int space, Entry entry) {
    if (!entry.isChanged()) {
      entry.changed(true);
      entries.add(new Changed(space, entry));
    }
  }

  /** So many elements of an entry that is {@link #changed} are other than before. */
  void changedElements(Entry entry, long count) {
    if (entry.value() instanceof Aggregate aggregate && aggregate.isWrittenByElement()) {
      elements += count;
    }
  }

  /** A value has lost its key. */
  void lost(Value value) {
    if (value instanceof Aggregate aggregate && aggregate.spread() != null) {
      loose.add(aggregate.spread());
    }
  }

  /** All keys of a space have gone; their values are told of as {@link #lost}. */
  void cleared(int space) {
    entries.removeIf(
        changed -> {
          if (changed.space() == space) {
            changed.entry().changed(false);
          }
          return changed.space() == space;
        });
    cleared.set(space);
  }

  /** Databases have exchanged their numbers. */
  void renumbered() {
    renumbered = true;
  }

  /** Writes all that has changed since this was called last. */
  void writeTo(RowSink sink, Database[] databases) {
    RowWriter writer = new RowWriter(sink, mostPackedBytes);
    if (renumbered) {
      writer.databases(databases);
      renumbered = false;
    }
    cleared.stream().forEach(writer::clear);
    cleared.clear();
    for (Changed changed : entries) {
      if (!changed.entry().isGone() && changed.entry().value() instanceof Aggregate aggregate) {
        loose.remove(aggregate.spread());
      }
    }
    loose.forEach(writer::deleteElements);
    loose.clear();
    // A key that has gone may be there again as another entry, which is written after this.
    for (Changed changed : entries) {
      if (changed.entry().isGone()) {
        writer.delete(changed.space(), changed.entry().key());
      }
    }
    for (Changed changed : entries) {
      changed.entry().changed(false);
      if (!changed.entry().isGone()) {
        nextId = writer.put(changed.space(), changed.entry(), nextId);
      }
    }
    entries.clear();
    elements = 0;
  }
}
