package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Entries by key: buckets of chained entries, by the first bits of the key's hash, so that buckets
 * are in the order of hashes however many there are. Where entries become too many or too few they
 * move to another table, a bucket with each use, so that nobody waits for all of them:
 *
 * <pre>
 *   buckets   [ -  -  -  e4 e5 e6 e7 ]        moved = 3
 *   next      [ e0 e0 e1 e1 e2 e2 -  -  … ]   twice as many, or half
 * </pre>
 */
final class KeyTable implements Iterable<Entry> {
  private static final int LEAST_BITS = 4;
  private static final int MOST_BITS = 30;

  /** Fewer entries than buckets by this factor have them move to a smaller table. */
  private static final int SPARSE = 8;

  /** Where chains are drawn from: longer ones are very rare. */
  private static final int CHAIN = 8;

  /** So many keys can be fetched at once. */
  static final int MOST_FETCHED = 16;

  /** Buckets by the first bits of a hash. */
  private static final class Buckets {
    private final int bits;
    private final @Nullable Entry[] heads;

    Buckets(int bits) {
      this.bits = bits;
      this.heads = new Entry[1 << bits];
    }

    int index(int hash) {
      return hash >>> (Integer.SIZE - bits);
    }

    void add(Entry entry) {
      int index = index(entry.hash());
      entry.next(heads[index]);
      heads[index] = entry;
    }

    void remove(Entry entry) {
      int index = index(entry.hash());
      Entry before = null;
      for (Entry here = heads[index]; here != null; here = here.next()) {
        if (here == entry) {
          if (before == null) {
            heads[index] = here.next();
          } else {
            before.next(here.next());
          }
          return;
        }
        before = here;
      }
    }
  }

  private final KeyHash hash;
  private final @Nullable Entry[] fetched = new Entry[MOST_FETCHED];
  private Buckets buckets = new Buckets(LEAST_BITS);
  private @Nullable Buckets next;
  private int moved;
  private int size;

  KeyTable(KeyHash hash) {
    this.hash = hash;
  }

  int size() {
    return size;
  }

  @Nullable Entry find(Bytes key) {
    moveOn();
    int wanted = hash.of(key);
    Entry found = null;
    if (buckets.index(wanted) >= moved) {
      found = find(buckets, wanted, key);
    }
    Buckets other = next;
    return found == null && other != null ? find(other, wanted, key) : found;
  }

  private static @Nullable Entry find(Buckets in, int hash, Bytes key) {
    for (Entry here = in.heads[in.index(hash)]; here != null; here = here.next()) {
      if (here.hash() == hash && here.hasKey(key)) {
        return here;
      }
    }
    return null;
  }

  /**
   * Has the processor fetch what {@link #find} will look at, for all keys at once: one by one each
   * step to the next object would be waited for.
   *
   * @param keys the first {@code count} are meant, at most {@link #MOST_FETCHED}
   * @param elements of the keys' values; null where it is not known which
   * @return of no meaning, but to be kept where it is seen, so that it is reckoned
   */
  int fetch(Bytes[] keys, @Nullable Bytes[] elements, int count) {
    int seen = 0;
    Buckets in = next == null ? buckets : next;
    for (int i = 0; i < count; i++) {
      fetched[i] = in.heads[in.index(hash.of(keys[i]))];
    }
    for (int i = 0; i < count; i++) {
      Entry entry = fetched[i];
      seen += entry == null ? 0 : entry.hash();
    }
    for (int i = 0; i < count; i++) {
      Entry entry = fetched[i];
      seen += entry == null ? 0 : entry.fetch(elements[i]);
      fetched[i] = null;
    }
    return seen;
  }

  /** Adds an entry with a key that is not there. */
  Entry add(Bytes key, Value value) {
    Entry entry = new Entry(key, hash.of(key), value);
    size++;
    if (next == null && size > 1 << buckets.bits && buckets.bits < MOST_BITS) {
      next = new Buckets(buckets.bits + 1);
    }
    Buckets target = next;
    (target == null ? buckets : target).add(entry);
    moveOn();
    return entry;
  }

  /** Removes an entry that is there. */
  void remove(Entry entry) {
    Buckets target = next;
    if (target == null || buckets.index(entry.hash()) >= moved) {
      buckets.remove(entry);
    }
    if (target != null) {
      target.remove(entry);
    }
    size--;
    if (next == null && buckets.bits > LEAST_BITS && size < (1 << buckets.bits) / SPARSE) {
      next = new Buckets(buckets.bits - 1);
    }
    moveOn();
  }

  void clear() {
    buckets = new Buckets(LEAST_BITS);
    next = null;
    moved = 0;
    size = 0;
  }

  private void moveOn() {
    Buckets target = next;
    if (target == null) {
      return;
    }
    Entry here = buckets.heads[moved];
    buckets.heads[moved] = null;
    while (here != null) {
      Entry following = here.next();
      target.add(here);
      here = following;
    }
    moved++;
    if (moved == buckets.heads.length) {
      buckets = target;
      next = null;
      moved = 0;
    }
  }

  /**
   * Shows some entries in the order of their hashes, all of those of a bucket together.
   *
   * @param position the hash to begin at, as a number without sign
   * @param count how many entries to show at least
   * @return the hash to go on from, or -1 at the end
   */
  long scan(long position, long count, Consumer<Entry> consumer) {
    Buckets target = next;
    int bits = target == null ? buckets.bits : Math.min(buckets.bits, target.bits);
    long width = 1L << (Integer.SIZE - bits);
    long shown = 0;
    long from = position;
    while (from < 1L << Integer.SIZE) {
      long behind = (from / width + 1) * width;
      shown += show(buckets, from, behind, consumer);
      if (target != null) {
        shown += show(target, from, behind, consumer);
      }
      from = behind;
      if (shown >= count) {
        break;
      }
    }
    return from < 1L << Integer.SIZE ? from : -1;
  }

  private static long show(Buckets in, long from, long behind, Consumer<Entry> consumer) {
    long shown = 0;
    int last = in.index((int) (behind - 1));
    for (int index = in.index((int) from); index <= last; index++) {
      for (Entry here = in.heads[index]; here != null; here = here.next()) {
        if (here.position() >= from) {
          consumer.accept(here);
          shown++;
        }
      }
    }
    return shown;
  }

  /** Some entry, each as likely as the other but where very many have the same bucket. */
  Entry draw(IntUnaryOperator draw) {
    if (size == 0) {
      throw new NoSuchElementException();
    }
    Buckets target = next;
    int rest = buckets.heads.length - moved;
    int all = rest + (target == null ? 0 : target.heads.length);
    while (true) {
      int index = draw.applyAsInt(all);
      Entry here =
          index < rest || target == null
              ? buckets.heads[moved + index]
              : target.heads[index - rest];
      for (int skip = draw.applyAsInt(CHAIN); here != null; here = here.next()) {
        if (skip == 0) {
          return here;
        }
        skip--;
      }
    }
  }

  /** All entries, in the order of buckets; nothing may be asked for or changed meanwhile. */
  @Override
  public Iterator<Entry> iterator() {
    return new Iterator<>() {
      private Buckets in = buckets;
      private int index = -1;
      private @Nullable Entry following = advance(null);

      private @Nullable Entry advance(@Nullable Entry from) {
        Entry here = from == null ? null : from.next();
        while (here == null) {
          index++;
          if (index == in.heads.length) {
            Buckets other = next;
            if (other == null || in == other) {
              return null;
            }
            in = other;
            index = 0;
          }
          here = in.heads[index];
        }
        return here;
      }

      @Override
      public boolean hasNext() {
        return following != null;
      }

      @Override
      public Entry next() {
        Entry given = following;
        if (given == null) {
          throw new NoSuchElementException();
        }
        following = advance(given);
        return given;
      }
    };
  }
}
