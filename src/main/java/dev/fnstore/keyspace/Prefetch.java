package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Has the processor fetch what commands will look at, for some of them at once: all take each step
 * to the next object together, so that they wait for memory together and not one after the other.
 */
final class Prefetch {
  /** So many keys at once. */
  static final int MOST = 16;

  /** So many nodes of a bucket are looked at for a name; very few are behind so many others. */
  private static final int NODES = 2;

  /** Of the processor's cache; what follows them the processor mostly fetches itself. */
  private static final int LINE_BYTES = 64;

  /** Names that are looked for in tables. */
  private static final class Search {
    private final @Nullable HashNode<?>[] nodes = new HashNode<?>[MOST];
    private final int[] hashes = new int[MOST];

    void begin(int index, @Nullable HashTable<?> table, Bytes name) {
      if (table == null) {
        nodes[index] = null;
      } else {
        hashes[index] = table.hash(name);
        nodes[index] = table.first(hashes[index]);
      }
    }

    void walk(int count) {
      for (int step = 0; step < NODES; step++) {
        for (int i = 0; i < count; i++) {
          HashNode<?> node = nodes[i];
          nodes[i] = node == null ? null : node.orNext(hashes[i]);
        }
      }
    }

    /** What is found, or mostly so; null where there is nothing. It is forgotten. */
    @Nullable HashNode<?> take(int index) {
      HashNode<?> node = nodes[index];
      nodes[index] = null;
      return node;
    }
  }

  private final Search keys = new Search();
  private final Search members = new Search();
  private final @Nullable Value[] values = new Value[MOST];

  /** Nobody asks for it, but as it is kept the compiler does not leave out the looks. */
  @SuppressWarnings("unused")
  private int seen;

  /** Looks at the first bytes: at the length before them, and at what may be in the next line. */
  static int touch(byte[] bytes) {
    return bytes.length == 0 ? 0 : bytes[Math.min(bytes.length, LINE_BYTES) - 1];
  }

  /**
   * See {@link Keyspace#fetch}.
   *
   * @param count of names, and of elements
   */
  void fetch(HashTable<Entry> entries, Bytes[] names, @Nullable Bytes[] elements, int count) {
    for (int i = 0; i < count; i++) {
      keys.begin(i, entries, names[i]);
    }
    keys.walk(count);
    int sum = 0;
    for (int i = 0; i < count; i++) {
      Entry entry = (Entry) keys.take(i);
      values[i] = entry == null ? null : entry.value();
      sum += entry == null ? 0 : entry.fetchName();
    }
    for (int i = 0; i < count; i++) {
      Value value = values[i];
      Bytes element = elements[i];
      sum += value == null ? 0 : value.fetch();
      if (element != null) {
        members.begin(i, value == null ? null : value.elements(), element);
      }
    }
    members.walk(count);
    for (int i = 0; i < count; i++) {
      HashNode<?> node = members.take(i);
      Value value = values[i];
      sum += node == null || value == null ? 0 : node.fetchName() + value.fetchElement(node);
      values[i] = null;
    }
    seen = sum;
  }
}
