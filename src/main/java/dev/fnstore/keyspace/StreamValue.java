package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Entries in the order of their IDs, in nodes, and the groups that read them. What it remembers of
 * IDs outlives the entries: a stream may be empty.
 */
final class StreamValue extends Aggregate {
  private static final int FEW_GROUPS = 16;

  private final NavigableMap<StreamId, StreamNode> nodes = new TreeMap<>();
  private final NavigableMap<Bytes, ConsumerGroup> groups = new TreeMap<>();
  private long length;
  private StreamId firstId = StreamId.ZERO;
  private StreamId lastId = StreamId.ZERO;
  private StreamId maxDeletedId = StreamId.ZERO;
  private long entriesAdded;
  private int nextGroup;

  /** How many entries there are. */
  long length() {
    return length;
  }

  int nodes() {
    return nodes.size();
  }

  /** The ID of the first entry, {@link StreamId#ZERO} if there is none. */
  StreamId firstId() {
    return firstId;
  }

  /** The highest ID that an entry ever had, or what XSETID said. */
  StreamId lastId() {
    return lastId;
  }

  /** The highest ID that was deleted by name. */
  StreamId maxDeletedId() {
    return maxDeletedId;
  }

  /** How many entries were ever added, or what XSETID said. */
  long entriesAdded() {
    return entriesAdded;
  }

  void lastId(StreamId id) {
    lastId = id;
  }

  void maxDeletedId(StreamId id) {
    maxDeletedId = id;
  }

  void entriesAdded(long count) {
    entriesAdded = count;
  }

  /** All groups are looked at whenever it is written. */
  @Override
  boolean isWrittenByElement() {
    return super.isWrittenByElement() && groups.size() <= FEW_GROUPS;
  }

  /** The groups by name. */
  NavigableMap<Bytes, ConsumerGroup> groups() {
    return Collections.unmodifiableNavigableMap(groups);
  }

  @Nullable ConsumerGroup group(Bytes name) {
    return groups.get(name);
  }

  /** Adds a group; there is none of this name. */
  void addGroup(Bytes name, ConsumerGroup group) {
    restore(name, group, nextGroup);
  }

  /** Adds a group that was read from disk. */
  void restore(Bytes name, ConsumerGroup group, int number) {
    groups.put(name, group);
    group.belongTo(this, number);
    nextGroup = Math.max(nextGroup, number + 1);
  }

  /** Whether there was such a group. */
  boolean removeGroup(Bytes name) {
    ConsumerGroup group = groups.remove(name);
    if (group != null) {
      group.changedAllPending();
    }
    return group != null;
  }

  /** Adds an entry whose ID is above {@link #lastId}. */
  void add(StreamEntry entry, StreamLimits limits) {
    changed(entry.id());
    append(entry, limits);
    entriesAdded++;
    lastId = entry.id();
  }

  /** Adds an entry that was read from disk, behind all others. */
  void restore(StreamEntry entry) {
    append(entry, StreamLimits.DEFAULT);
  }

  private void changed(StreamId id) {
    if (isSpread()) {
      changedElement(StreamRows.entryRow(id));
    }
  }

  private void append(StreamEntry entry, StreamLimits limits) {
    Map.Entry<StreamId, StreamNode> tail = nodes.lastEntry();
    if (tail == null || tail.getValue().isFullFor(entry, limits)) {
      nodes.put(entry.id(), new StreamNode(entry));
    } else {
      tail.getValue().add(entry);
    }
    length++;
    if (length == 1) {
      firstId = entry.id();
    }
  }

  boolean has(StreamId id) {
    Map.Entry<StreamId, StreamNode> node = nodes.floorEntry(id);
    return node != null && node.getValue().has(id);
  }

  /** Whether it was there. */
  boolean remove(StreamId id) {
    Map.Entry<StreamId, StreamNode> found = nodes.floorEntry(id);
    if (found == null || !found.getValue().remove(id)) {
      return false;
    }
    changed(id);
    if (found.getValue().size() == 0) {
      nodes.remove(found.getKey());
    }
    length--;
    if (id.isAfter(maxDeletedId)) {
      maxDeletedId = id;
    }
    if (length == 0 || id.equals(firstId)) {
      firstId = edge(false).orElse(StreamId.ZERO);
    }
    return true;
  }

  /** How many entries were removed. */
  long trim(StreamTrim trim) {
    long removed = 0;
    while (!nodes.isEmpty() && !trim.isMet(length)) {
      StreamNode node = nodes.firstEntry().getValue();
      int entries = node.size();
      if (trim.limit() > 0 && removed + entries > trim.limit()) {
        break;
      } else if (trim.takesAll(node, length)) {
        changedFirst(node, entries);
        nodes.remove(node.key());
        length -= entries;
        removed += entries;
      } else {
        int taken = trim.approximate() ? 0 : trim.taken(node, length);
        changedFirst(node, taken);
        node.removeFirst(taken);
        length -= taken;
        removed += taken;
        break;
      }
    }
    if (length == 0) {
      firstId = StreamId.ZERO;
    } else if (removed > 0) {
      firstId = edge(false).orElse(StreamId.ZERO);
    }
    return removed;
  }

  private void changedFirst(StreamNode node, int count) {
    for (int i = 0; i < count && isSpread(); i++) {
      changed(node.get(i).id());
    }
  }

  /** The ID of the last entry that is there. */
  Optional<StreamId> lastEntryId() {
    return edge(true);
  }

  private Optional<StreamId> edge(boolean atEnd) {
    List<StreamEntry> found = range(StreamId.ZERO, StreamId.LAST, 1, atEnd);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0).id());
  }

  /**
   * The entries of a range, both ends included.
   *
   * @param most how many, 0 for all
   * @param reversed from the last on
   */
  List<StreamEntry> range(StreamId start, StreamId end, long most, boolean reversed) {
    List<StreamEntry> entries = new ArrayList<>();
    if (start.isAfter(end)) {
      return entries;
    }
    for (StreamNode node : reversed ? downFrom(end) : upFrom(start)) {
      int first = node.countBefore(start);
      int behind = end.next().map(node::countBefore).orElse(node.size());
      for (int i = 0; i < behind - first; i++) {
        if (most > 0 && entries.size() == most) {
          return entries;
        }
        entries.add(node.get(reversed ? behind - 1 - i : first + i));
      }
      boolean isLast = reversed ? first > 0 : behind < node.size();
      if (isLast) {
        break;
      }
    }
    return entries;
  }

  private Collection<StreamNode> upFrom(StreamId start) {
    StreamId from = nodes.floorKey(start);
    return (from == null ? nodes : nodes.tailMap(from, true)).values();
  }

  private Collection<StreamNode> downFrom(StreamId end) {
    return nodes.headMap(end, true).descendingMap().values();
  }

  /** Whether an entry behind {@code id} may have been deleted by name, {@code id} included. */
  boolean mayLackEntriesFrom(StreamId id) {
    return length > 0 && !maxDeletedId.equals(StreamId.ZERO) && !id.isAfter(maxDeletedId);
  }

  /** How many entries were ever added up to {@code id}, or nothing where that can't be told. */
  OptionalLong countAddedTo(StreamId id) {
    if (entriesAdded == 0) {
      return OptionalLong.of(0);
    } else if (id.equals(lastId) || (length == 0 && id.isBefore(lastId))) {
      return OptionalLong.of(entriesAdded);
    } else if (id.isAfter(lastId) || (!id.equals(StreamId.ZERO) && id.isBefore(maxDeletedId))) {
      return OptionalLong.empty();
    }
    boolean isWhole = maxDeletedId.equals(StreamId.ZERO) || maxDeletedId.isBefore(firstId);
    if (isWhole && id.isBefore(firstId)) {
      return OptionalLong.of(entriesAdded - length);
    } else if (isWhole && id.equals(firstId)) {
      return OptionalLong.of(entriesAdded - length + 1);
    }
    return OptionalLong.empty();
  }

  /** A sample for what an entry takes: those of the first nodes. */
  Collection<StreamNode> nodeValues() {
    return Collections.unmodifiableCollection(nodes.values());
  }

  @Override
  public StreamValue copy() {
    StreamValue copy = new StreamValue();
    nodes.forEach((id, node) -> copy.nodes.put(id, node.copy()));
    groups.forEach((name, group) -> copy.addGroup(name, group.copy()));
    copy.length = length;
    copy.firstId = firstId;
    copy.lastId = lastId;
    copy.maxDeletedId = maxDeletedId;
    copy.entriesAdded = entriesAdded;
    return copy;
  }

  @Override
  public ValueType type() {
    return ValueType.STREAM;
  }

  /** A stream stays where all its entries have gone. */
  @Override
  public boolean isEmpty() {
    return false;
  }
}
