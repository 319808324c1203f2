package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Nodes by name: buckets of chained nodes, by the first bits of the name's hash, so that buckets
 * are in the order of hashes however many there are. Where nodes become too many or too few they
 * move to other buckets, those of one with each use, so that nobody waits for all of them:
 *
 * <pre>
 *   buckets   [ -  -  -  e4 e5 e6 e7 ]        moved = 3
 *   next      [ e0 e0 e1 e1 e2 e2 -  -  … ]   twice as many, or half
 * </pre>
 *
 * @param <N> the nodes
 */
final class HashTable<N extends HashNode<N>> implements Iterable<N> {
  private static final int LEAST_BITS = 2;
  private static final int MOST_BITS = 30;

  /**
   * More nodes than a half of the buckets have them move to a larger table: a bucket is a
   * reference, and each node that is in the way of another a wait for memory.
   */
  private static final int DENSE = 2;

  /** Fewer nodes than buckets by this factor have them move to a smaller table. */
  private static final int SPARSE = 8;

  /** Where chains are drawn from: longer ones are very rare. */
  private static final int CHAIN = 8;

  /** Buckets by the first bits of a hash. */
  private static final class Buckets<N extends HashNode<N>> {
    private final int bits;
    private final @Nullable N[] heads;

    @SuppressWarnings({"unchecked", "rawtypes"}) // nothing but an N ever goes in, or comes out
    Buckets(int bits) {
      this.bits = bits;
      this.heads = (N[]) new HashNode[1 << bits];
    }

    int index(int hash) {
      return hash >>> (Integer.SIZE - bits);
    }

    void add(N node) {
      int index = index(node.hash());
      node.next(heads[index]);
      heads[index] = node;
    }

    void remove(N node) {
      int index = index(node.hash());
      N before = null;
      for (N here = heads[index]; here != null; here = here.next()) {
        if (here == node) {
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

  private final NameHash hash;
  private Buckets<N> buckets = new Buckets<>(LEAST_BITS);
  private @Nullable Buckets<N> next;
  private int moved;
  private int size;

  HashTable(NameHash hash) {
    this.hash = hash;
  }

  int size() {
    return size;
  }

  @Nullable N find(Bytes name) {
    moveOn();
    int wanted = hash.of(name);
    N found = null;
    if (buckets.index(wanted) >= moved) {
      found = find(buckets, wanted, name);
    }
    Buckets<N> other = next;
    return found == null && other != null ? find(other, wanted, name) : found;
  }

  private static <N extends HashNode<N>> @Nullable N find(Buckets<N> in, int hash, Bytes name) {
    for (N here = in.heads[in.index(hash)]; here != null; here = here.next()) {
      if (here.hash() == hash && here.hasName(name)) {
        return here;
      }
    }
    return null;
  }

  /**
   * What {@link #find} looks at first for a name of this {@link #hash}, or null; mostly it is what
   * it finds, and if not, {@link HashNode#orNext} is. It is not looked at here: that would be to
   * wait for it.
   */
  @Nullable HashNode<N> first(int nameHash) {
    int index = buckets.index(nameHash);
    N head = index < moved ? null : buckets.heads[index];
    Buckets<N> other = next;
    return head == null && other != null ? other.heads[other.index(nameHash)] : head;
  }

  int hash(Bytes name) {
    return hash.of(name);
  }

  /** Adds a node with a name that is not there, and its {@link #hash}. */
  void add(N node) {
    size++;
    if (next == null && size > (1 << buckets.bits) / DENSE && buckets.bits < MOST_BITS) {
      next = new Buckets<>(buckets.bits + 1);
    }
    Buckets<N> target = next;
    (target == null ? buckets : target).add(node);
    moveOn();
  }

  /** Removes a node that is there. */
  void remove(N node) {
    Buckets<N> target = next;
    if (target == null || buckets.index(node.hash()) >= moved) {
      buckets.remove(node);
    }
    if (target != null) {
      target.remove(node);
    }
    size--;
    if (next == null && buckets.bits > LEAST_BITS && size < (1 << buckets.bits) / SPARSE) {
      next = new Buckets<>(buckets.bits - 1);
    }
    moveOn();
  }

  void clear() {
    buckets = new Buckets<>(LEAST_BITS);
    next = null;
    moved = 0;
    size = 0;
  }

  private void moveOn() {
    Buckets<N> target = next;
    if (target == null) {
      return;
    }
    N here = buckets.heads[moved];
    buckets.heads[moved] = null;
    while (here != null) {
      N following = here.next();
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
   * Shows some nodes in the order of their hashes, all of those of a bucket together.
   *
   * @param position the hash to begin at, as a number without sign
   * @param count how many entries to show at least
   * @return the hash to go on from, or -1 at the end
   */
  long scan(long position, long count, Consumer<N> consumer) {
    Buckets<N> target = next;
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

  private long show(Buckets<N> in, long from, long behind, Consumer<N> consumer) {
    long shown = 0;
    int last = in.index((int) (behind - 1));
    for (int index = in.index((int) from); index <= last; index++) {
      for (N here = in.heads[index]; here != null; here = here.next()) {
        if (here.position() >= from) {
          consumer.accept(here);
          shown++;
        }
      }
    }
    return shown;
  }

  /** Some node, each as likely as the other but where very many have the same bucket. */
  N draw(IntUnaryOperator draw) {
    if (size == 0) {
      throw new NoSuchElementException();
    }
    Buckets<N> target = next;
    int rest = buckets.heads.length - moved;
    int all = rest + (target == null ? 0 : target.heads.length);
    while (true) {
      int index = draw.applyAsInt(all);
      N here =
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

  /** All nodes, in the order of buckets; nothing may be asked for or changed meanwhile. */
  @Override
  public Iterator<N> iterator() {
    return new Iterator<>() {
      private Buckets<N> in = buckets;
      private int index = -1;
      private @Nullable N following = advance(null);

      private @Nullable N advance(@Nullable N from) {
        N here = from == null ? null : from.next();
        while (here == null) {
          index++;
          if (index == in.heads.length) {
            Buckets<N> other = next;
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
      public N next() {
        N given = following;
        if (given == null) {
          throw new NoSuchElementException();
        }
        following = advance(given);
        return given;
      }
    };
  }
}
