package dev.fnstore.keyspace;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A node of a {@link RankTree}. */
abstract sealed class RankNode permits RankLeaf, RankInner {
  /** Where two neighbours have no more than this together they become one. */
  static final double JOINED = 0.75;

  abstract int size();

  /** The node behind this one that it has become too large for, or null. */
  abstract @Nullable RankNode add(Scored item);

  /** Whether {@code item} itself was there. */
  abstract boolean remove(Scored item);

  abstract Scored get(int rank);

  abstract int countFirst(Predicate<Scored> isFirst);

  /** Copies what is at {@code from} … {@code to} - 1 to {@code target}, from {@code place} on. */
  abstract void copy(int from, int to, @Nullable Scored[] target, int place);

  /** What comes at or after the end of the node before this one, and not after its own first. */
  abstract Scored low();

  /** The node that stands for all of it where it is the root. */
  abstract RankNode lowered();

  /**
   * Takes all that is in the node behind this one, if there is room; whether there was.
   *
   * @param low what all of it is at or behind
   */
  abstract boolean join(RankNode behind, Scored low);
}
