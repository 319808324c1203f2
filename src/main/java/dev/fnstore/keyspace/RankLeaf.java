package dev.fnstore.keyspace;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Members themselves. */
final class RankLeaf extends RankNode {
  static final int ROOM = 64;

  private final @Nullable Scored[] items = new Scored[ROOM];
  private final double[] scores = new double[ROOM];
  private int size;

  @Override
  int size() {
    return size;
  }

  /** How many items come before {@code item}, which is not here. */
  private int place(Scored item) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      double score = scores[middle];
      boolean isBefore =
          score < item.score() || (score == item.score() && get(middle).compareMembers(item) < 0);
      if (isBefore) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Where {@code item} itself is, or -1: no member is looked at for that. */
  @SuppressWarnings("ReferenceEquality") // it is what was added, and not another that equals it
  private int find(Scored item) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (scores[middle] < item.score()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    while (low < size && scores[low] == item.score()) {
      if (items[low] == item) {
        return low;
      }
      low++;
    }
    return -1;
  }

  @Override
  @Nullable RankNode add(Scored item) {
    int place = place(item);
    if (size < ROOM) {
      insert(place, item);
      return null;
    }
    // Members that come in ascending order leave full leaves behind them.
    int kept = place == ROOM ? ROOM - 1 : ROOM / 2;
    RankLeaf behind = new RankLeaf();
    move(kept, behind);
    if (place <= kept && place < ROOM) {
      insert(place, item);
    } else {
      behind.insert(place - kept, item);
    }
    return behind;
  }

  private void insert(int place, Scored item) {
    System.arraycopy(items, place, items, place + 1, size - place);
    System.arraycopy(scores, place, scores, place + 1, size - place);
    items[place] = item;
    scores[place] = item.score();
    size++;
  }

  /** Moves what is at and behind {@code from} to the end of another. */
  private void move(int from, RankLeaf to) {
    int count = size - from;
    System.arraycopy(items, from, to.items, to.size, count);
    System.arraycopy(scores, from, to.scores, to.size, count);
    to.size += count;
    Arrays.fill(items, from, size, null);
    size = from;
  }

  @Override
  boolean remove(Scored item) {
    int place = find(item);
    if (place < 0) {
      return false;
    }
    System.arraycopy(items, place + 1, items, place, size - place - 1);
    System.arraycopy(scores, place + 1, scores, place, size - place - 1);
    size--;
    items[size] = null;
    return true;
  }

  @Override
  Scored get(int rank) {
    return Objects.requireNonNull(items[rank]);
  }

  @Override
  int countFirst(Predicate<Scored> isFirst) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isFirst.test(get(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  void copy(int from, int to, @Nullable Scored[] target, int place) {
    System.arraycopy(items, from, target, place, to - from);
  }

  @Override
  Scored low() {
    return get(0);
  }

  @Override
  RankNode lowered() {
    return this;
  }

  @Override
  boolean join(RankNode behind, Scored low) {
    if (!(behind instanceof RankLeaf other) || size + other.size > ROOM * JOINED) {
      return false;
    }
    other.move(0, this);
    return true;
  }
}
