package dev.fnstore.keyspace;

import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Nodes, each with what is at or before its first member and behind those of the one before. */
final class RankInner extends RankNode {
  private static final int ROOM = 32;

  private final @Nullable RankNode[] children = new RankNode[ROOM];
  private final @Nullable Scored[] lows = new Scored[ROOM];

  /** Of the lows: mostly a search needs to look at no more. */
  private final double[] scores = new double[ROOM];

  private final int[] sizes = new int[ROOM];
  private int count;
  private int size;

  private RankInner() {}

  /** Of two nodes. */
  RankInner(RankNode one, RankNode other) {
    insert(0, one);
    insert(1, other);
  }

  @Override
  int size() {
    return size;
  }

  private RankNode child(int index) {
    return Objects.requireNonNull(children[index]);
  }

  private Scored low(int index) {
    return Objects.requireNonNull(lows[index]);
  }

  private void low(int index, Scored low) {
    lows[index] = low;
    scores[index] = low.score();
  }

  /** The last child, but the first, whose low {@code isFirst}; the first if there is none. */
  private int choose(Predicate<Scored> isFirst) {
    int low = 1;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isFirst.test(low(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  private int childOf(Scored item) {
    int low = 1;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      double score = scores[middle];
      boolean isAtOrBefore =
          score < item.score() || (score == item.score() && low(middle).compareMembers(item) <= 0);
      if (isAtOrBefore) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  @Override
  @Nullable RankNode add(Scored item) {
    int index = childOf(item);
    RankNode second = child(index).add(item);
    measure(index);
    if (second == null) {
      return null;
    } else if (count < ROOM) {
      insert(index + 1, second);
      return null;
    }
    int kept = index == ROOM - 1 ? ROOM - 1 : ROOM / 2;
    RankInner behind = new RankInner();
    move(kept, behind);
    if (index < kept) {
      insert(index + 1, second);
    } else {
      behind.insert(index + 1 - kept, second);
    }
    return behind;
  }

  private void measure(int index) {
    int present = child(index).size();
    size += present - sizes[index];
    sizes[index] = present;
  }

  private void insert(int index, RankNode child) {
    System.arraycopy(children, index, children, index + 1, count - index);
    System.arraycopy(lows, index, lows, index + 1, count - index);
    System.arraycopy(scores, index, scores, index + 1, count - index);
    System.arraycopy(sizes, index, sizes, index + 1, count - index);
    children[index] = child;
    low(index, child.low());
    sizes[index] = child.size();
    count++;
    size += child.size();
  }

  private void delete(int index) {
    size -= sizes[index];
    System.arraycopy(children, index + 1, children, index, count - index - 1);
    System.arraycopy(lows, index + 1, lows, index, count - index - 1);
    System.arraycopy(scores, index + 1, scores, index, count - index - 1);
    System.arraycopy(sizes, index + 1, sizes, index, count - index - 1);
    count--;
    children[count] = null;
    lows[count] = null;
  }

  private void move(int from, RankInner to) {
    for (int i = from; i < count; i++) {
      to.children[to.count] = children[i];
      to.low(to.count, low(i));
      to.sizes[to.count] = sizes[i];
      to.size += sizes[i];
      size -= sizes[i];
      to.count++;
      children[i] = null;
      lows[i] = null;
    }
    count = from;
  }

  @Override
  boolean remove(Scored item) {
    int index = childOf(item);
    boolean removed = child(index).remove(item);
    if (removed) {
      measure(index);
      settle(index);
    }
    return removed;
  }

  /** A child has lost a member. */
  private void settle(int index) {
    if (sizes[index] == 0 && count > 1) {
      delete(index);
    } else if (index + 1 < count
        && joins(index)
        && child(index).join(child(index + 1), low(index + 1))) {
      delete(index + 1);
      measure(index);
    } else if (index > 0 && joins(index - 1) && child(index - 1).join(child(index), low(index))) {
      delete(index);
      measure(index - 1);
    }
  }

  /** Whether a child may take the one behind it; mostly that is known without a look at it. */
  private boolean joins(int index) {
    return !(child(index) instanceof RankLeaf)
        || sizes[index] + sizes[index + 1] <= RankLeaf.ROOM * JOINED;
  }

  @Override
  Scored get(int rank) {
    int left = rank;
    int index = 0;
    while (left >= sizes[index]) {
      left -= sizes[index];
      index++;
    }
    return child(index).get(left);
  }

  @Override
  int countFirst(Predicate<Scored> isFirst) {
    int index = choose(isFirst);
    int before = 0;
    for (int i = 0; i < index; i++) {
      before += sizes[i];
    }
    return before + child(index).countFirst(isFirst);
  }

  @Override
  void copy(int from, int to, @Nullable Scored[] target, int place) {
    int begin = 0;
    for (int i = 0; i < count && begin < to; i++) {
      int end = begin + sizes[i];
      if (end > from) {
        int first = Math.max(from, begin);
        child(i).copy(first - begin, Math.min(to, end) - begin, target, place + first - from);
      }
      begin = end;
    }
  }

  @Override
  Scored low() {
    return low(0);
  }

  @Override
  RankNode lowered() {
    return count == 1 ? child(0).lowered() : this;
  }

  @Override
  boolean join(RankNode behind, Scored low) {
    if (!(behind instanceof RankInner other) || count + other.count > ROOM * JOINED) {
      return false;
    }
    other.low(0, low); // what was its first child may have gone, and what came since be less
    other.move(0, this);
    return true;
  }
}
