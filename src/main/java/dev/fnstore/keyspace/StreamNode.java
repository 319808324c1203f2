package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Some entries of a stream that follow one another. A node takes as many as one of Valkey does, so
 * that trimming by whole nodes removes the same, see {@link StreamLimits}.
 */
final class StreamNode {
  private final List<StreamEntry> entries;
  private final StreamEntry first;
  private StreamId last;
  private int added;
  private long packedBytes;

  /** With its first entry. */
  StreamNode(StreamEntry first) {
    this.entries = new ArrayList<>();
    this.first = first;
    this.last = first.id();
    this.packedBytes = PackedSize.EMPTY + 3 * PackedSize.of(0) + PackedSize.of(fields(first));
    for (int i = 0; i < first.words().size(); i += 2) {
      packedBytes += PackedSize.of(first.words().get(i));
    }
    add(first);
  }

  private StreamNode(StreamNode other) {
    this.entries = new ArrayList<>(other.entries);
    this.first = other.first;
    this.last = other.last;
    this.added = other.added;
    this.packedBytes = other.packedBytes;
  }

  StreamNode copy() {
    return new StreamNode(this);
  }

  /** Whether {@code entry} must go into the next node. */
  boolean isFullFor(StreamEntry entry, StreamLimits limits) {
    long bytes = 0;
    for (Bytes word : entry.words()) {
      bytes += word.length();
    }
    return limits.isFull(added, packedBytes + bytes);
  }

  /** Adds an entry behind all others. */
  void add(StreamEntry entry) {
    entries.add(entry);
    last = entry.id();
    added++;
    packedBytes += packedBytes(entry);
  }

  /** Fields that are those of the first entry are not kept again. */
  private long packedBytes(StreamEntry entry) {
    boolean same = hasFieldsOfFirst(entry);
    int fields = fields(entry);
    long bytes =
        PackedSize.of(0)
            + PackedSize.of(entry.id().ms() - first.id().ms())
            + PackedSize.of(entry.id().seq() - first.id().seq())
            + (same ? 0 : PackedSize.of(fields))
            + PackedSize.of(3L + fields + (same ? 0 : fields + 1));
    for (int i = 0; i < entry.words().size(); i++) {
      if (i % 2 == 1 || !same) {
        bytes += PackedSize.of(entry.words().get(i));
      }
    }
    return bytes;
  }

  private boolean hasFieldsOfFirst(StreamEntry entry) {
    if (entry.words().size() != first.words().size()) {
      return false;
    }
    for (int i = 0; i < entry.words().size(); i += 2) {
      if (!entry.words().get(i).equals(first.words().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static int fields(StreamEntry entry) {
    return entry.words().size() / 2;
  }

  /** Its place among nodes: the ID of the entry that it began with. */
  StreamId key() {
    return first.id();
  }

  /** The ID of the entry that came last, be it still there or not. */
  StreamId last() {
    return last;
  }

  /** How many entries are left. */
  int size() {
    return entries.size();
  }

  StreamEntry get(int index) {
    return entries.get(index);
  }

  /** How many entries come before {@code id}. */
  int countBefore(StreamId id) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).id().isBefore(id)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  boolean has(StreamId id) {
    int index = countBefore(id);
    return index < entries.size() && entries.get(index).id().equals(id);
  }

  /** Whether it was there. */
  boolean remove(StreamId id) {
    boolean found = has(id);
    if (found) {
      entries.remove(countBefore(id));
    }
    return found;
  }

  void removeFirst(int count) {
    entries.subList(0, count).clear();
  }
}
