package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Iterator;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * About how many bytes of heap a key takes, as the layout of objects in a 64-bit JVM with
 * references of four bytes has it: an estimate, since a JVM does not tell.
 */
final class Footprint {
  private static final long WRAPPER = 24;
  private static final long ARRAY_HEAD = 16;

  /** An entry, and its place in the table of keys. */
  private static final long ENTRY_OVERHEAD = 48 + 12;

  private static final long EXPIRY_OVERHEAD = 40;
  private static final long VALUE_OVERHEAD = 72;

  /** The value, the head of the array. */
  private static final long PACKED_HASH = 24 + 16;

  /** The item, its places in the table and in the order; its name is an array alone. */
  private static final long MAP_ITEM = 32 + 12 + 6;

  private static final long RING_SLOT = 4;

  /**
   * As {@link #MAP_ITEM}, the scored member, its place in a leaf of the tree, a third of which is
   * free.
   */
  private static final long SORTED_NODE = MAP_ITEM + 24 + 20;

  /** The entry, its ID, the list of its words, its place in the node. */
  private static final long STREAM_ENTRY = 24 + 32 + 24 + 8;

  /** A delivery, and its places in the group and with its consumer. */
  private static final long PENDING = 32 + 40 + 40;

  private Footprint() {}

  /**
   * A key with its value.
   *
   * @param samples how many elements to look at for the mean of all; 0: all
   */
  static long bytes(Entry entry, long samples) {
    return ENTRY_OVERHEAD
        + (entry.expires() ? EXPIRY_OVERHEAD : 0)
        + array(entry.key())
        + bytes(entry.value(), samples);
  }

  private static long bytes(Bytes bytes) {
    return WRAPPER + array(bytes);
  }

  private static long array(Bytes bytes) {
    return ARRAY_HEAD + (bytes.length() + 7L) / 8 * 8;
  }

  private static long bytes(Value value, long samples) {
    if (value instanceof StringValue string) {
      return 16 + array(string.content());
    } else if (value instanceof HashValue hash && hash.packed() != null) {
      return PACKED_HASH + hash.packed().length;
    } else if (value instanceof HashValue hash) {
      return elements(
          hash.size(),
          hash.fields().iterator(),
          samples,
          field -> MAP_ITEM + array(field.name()) + bytes(field.value()));
    } else if (value instanceof SetValue set) {
      return elements(
          set.size(), set.members().iterator(), samples, member -> MAP_ITEM + array(member.name()));
    } else if (value instanceof ListValue list) {
      return elements(
          list.size(),
          IntStream.range(0, list.size()).mapToObj(list::get).iterator(),
          samples,
          element -> RING_SLOT + bytes(element));
    } else if (value instanceof SortedSetValue sorted) {
      return elements(
          sorted.size(),
          IntStream.range(0, sorted.size()).mapToObj(sorted::get).iterator(),
          samples,
          scored -> SORTED_NODE + array(scored.member()));
    } else if (value instanceof StreamValue stream) {
      return elements(
              stream.length(),
              stream.range(StreamId.ZERO, StreamId.LAST, samples, false).iterator(),
              samples,
              entry -> STREAM_ENTRY + words(entry))
          + groups(stream);
    }
    throw new IllegalStateException("no footprint of " + value.getClass());
  }

  private static long words(StreamEntry entry) {
    long sum = 0;
    for (Bytes word : entry.words()) {
      sum += RING_SLOT + bytes(word);
    }
    return sum;
  }

  private static long groups(StreamValue stream) {
    long sum = 0;
    for (Map.Entry<Bytes, ConsumerGroup> group : stream.groups().entrySet()) {
      sum += VALUE_OVERHEAD + bytes(group.getKey());
      sum += group.getValue().pending().size() * PENDING;
      for (Bytes consumer : group.getValue().consumers().keySet()) {
        sum += VALUE_OVERHEAD + bytes(consumer);
      }
    }
    return sum;
  }

  private static <T> long elements(
      long count, Iterator<T> elements, long samples, ToLongFunction<T> bytes) {
    long most = samples == 0 ? count : Math.min(samples, count);
    long sum = 0;
    for (long i = 0; i < most; i++) {
      sum += bytes.applyAsLong(elements.next());
    }
    return VALUE_OVERHEAD + (most == 0 ? 0 : sum * count / most);
  }
}
