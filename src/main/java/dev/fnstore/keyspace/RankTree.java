package dev.fnstore.keyspace;

import java.util.function.Predicate;

/**
 * Members in order, each found by its rank in O(log n): a B+ tree whose inner nodes know how many
 * members are under each of their children. Leaves hold scores beside members, so that a search
 * looks at members only where scores are equal.
 */
final class RankTree {
  private RankNode root = new RankLeaf();

  int size() {
    return root.size();
  }

  /** Adds {@code item}, which must not be there. */
  void add(Scored item) {
    RankNode second = root.add(item);
    if (second != null) {
      root = new RankInner(root, second);
    }
  }

  /** Removes {@code item}, the very one that was added, if it is there. */
  void remove(Scored item) {
    if (root.remove(item)) {
      root = root.lowered();
    }
  }

  /** The item of {@code rank}, one of 0 … size - 1. */
  Scored get(int rank) {
    return root.get(rank);
  }

  /** How many items come first of which {@code isFirst} is true; it is true of no later one. */
  int countFirst(Predicate<Scored> isFirst) {
    return root.countFirst(isFirst);
  }

  /** The items of the ranks in {@code span}. */
  Scored[] copy(Span span) {
    Scored[] copy = new Scored[span.size()];
    root.copy(span.from(), span.to(), copy, 0);
    return copy;
  }
}
