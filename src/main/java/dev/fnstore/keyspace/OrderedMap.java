package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Values under names, in the order in which the names came. What is removed leaves a gap until half
 * of the places are gaps, so that an item only ever moves towards the beginning:
 *
 * <pre>
 *   places: [ a - b c - d ]   remove b, c   [ a d ]
 * </pre>
 *
 * <p>Hence a scan from the end to the beginning misses nothing that is there all the time, whatever
 * comes and goes meanwhile, and needs to remember no more than how many places are left.
 */
final class OrderedMap<V> implements Iterable<OrderedMap.Item<V>> {
  /** Up to so many items a scan gives all at once, as Valkey does of what it keeps packed. */
  static final int FEW = 128;

  private static final int LEAST_PLACES = 16;

  /** A name with its value. */
  static final class Item<V> extends HashNode<Item<V>> {
    private V value;
    private int place;

    private Item(Bytes name, int hash, V value, int place) {
      super(name, hash);
      this.value = value;
      this.place = place;
    }

    V value() {
      return value;
    }

    void value(V newValue) {
      value = newValue;
    }
  }

  private final HashTable<Item<V>> byName = new HashTable<>(NameHash.OF_PROCESS);
  private List<@Nullable Item<V>> places = new ArrayList<>();

  int size() {
    return byName.size();
  }

  @Nullable V get(Bytes name) {
    Item<V> item = byName.find(name);
    return item == null ? null : item.value;
  }

  /** What has this name, or null. */
  @Nullable Item<V> item(Bytes name) {
    return byName.find(name);
  }

  boolean has(Bytes name) {
    return byName.find(name) != null;
  }

  /** Where items are found by their names, for reading only. */
  HashTable<Item<V>> byName() {
    return byName;
  }

  /** Sets the value under {@code name}; gives the one before, or null. */
  @Nullable V put(Bytes name, V value) {
    Item<V> item = byName.find(name);
    if (item == null) {
      item = new Item<>(name, byName.hash(name), value, places.size());
      byName.add(item);
      places.add(item);
      return null;
    }
    V before = item.value;
    item.value = value;
    return before;
  }

  /** Gives the value that was there, or null. */
  @Nullable V remove(Bytes name) {
    Item<V> item = byName.find(name);
    if (item == null) {
      return null;
    }
    byName.remove(item);
    places.set(item.place, null);
    if (places.size() >= LEAST_PLACES && byName.size() < places.size() / 2) {
      closeGaps();
    }
    return item.value;
  }

  private void closeGaps() {
    List<@Nullable Item<V>> kept = new ArrayList<>(2 * byName.size());
    for (Item<V> item : this) {
      item.place = kept.size();
      kept.add(item);
    }
    places = kept;
  }

  /** In the order in which the names came; nothing may be put or removed meanwhile. */
  @Override
  public Iterator<Item<V>> iterator() {
    return new Iterator<>() {
      private int next = skipGaps(0);

      @Override
      public boolean hasNext() {
        return next < places.size();
      }

      @Override
      public Item<V> next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Item<V> item = Objects.requireNonNull(places.get(next));
        next = skipGaps(next + 1);
        return item;
      }
    };
  }

  private int skipGaps(int from) {
    int place = from;
    while (place < places.size() && places.get(place) == null) {
      place++;
    }
    return place;
  }

  /** Some item, each as likely as the other; there must be one. */
  Item<V> draw(IntUnaryOperator draw) {
    while (true) {
      Item<V> item = places.get(draw.applyAsInt(places.size()));
      if (item != null) {
        return item;
      }
    }
  }

  /**
   * Gives some items to {@code consumer}.
   *
   * @param cursor what the call before gave, 0 for the first
   * @param count how many places to look at
   * @return where to go on, 0 at the end
   */
  long scan(long cursor, long count, Consumer<Item<V>> consumer) {
    if (size() <= FEW) {
      forEach(consumer);
      return 0;
    }
    boolean fromEnd = cursor == 0 || Long.compareUnsigned(cursor, places.size()) > 0;
    int place = fromEnd ? places.size() : (int) cursor;
    for (long left = count; left > 0 && place > 0; left--) {
      place--;
      Item<V> item = places.get(place);
      if (item != null) {
        consumer.accept(item);
      }
    }
    return place;
  }
}
