package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A range of a sorted set: what is below it, what is above it, and all between. */
sealed interface SortedSetRange {
  boolean isBelow(Scored item);

  boolean isAbove(Scored item);

  /** By score; {@code (1.5} leaves the end itself out. */
  record ByScore(double min, boolean withoutMin, double max, boolean withoutMax)
      implements SortedSetRange {
    @Override
    public boolean isBelow(Scored item) {
      return withoutMin ? item.score() <= min : item.score() < min;
    }

    @Override
    public boolean isAbove(Scored item) {
      return withoutMax ? item.score() >= max : item.score() > max;
    }
  }

  /** By name, for members of the same score; an end that is null is none. */
  record ByName(LexBound min, LexBound max) implements SortedSetRange {
    @Override
    public boolean isBelow(Scored item) {
      return min.order(item.member()) < (min.excluded() ? 1 : 0);
    }

    @Override
    public boolean isAbove(Scored item) {
      return max.order(item.member()) > (max.excluded() ? -1 : 0);
    }
  }

  /**
   * One end of a range of names.
   *
   * @param name null for an end that is before ({@code side} 1) or behind (-1) all names
   */
  record LexBound(@Nullable Bytes name, boolean excluded, int side) {
    /** How a member compares with this end. */
    int order(Bytes member) {
      return name == null ? side : Integer.signum(member.compareTo(name));
    }
  }

  static ByScore byScore(Bytes min, Bytes max) {
    boolean withoutMin = min.startsWith(Syntax.EXCLUDED);
    boolean withoutMax = max.startsWith(Syntax.EXCLUDED);
    return new ByScore(
        Syntax.score(min, withoutMin), withoutMin, Syntax.score(max, withoutMax), withoutMax);
  }

  static ByName byName(Bytes min, Bytes max) {
    return new ByName(Syntax.name(min), Syntax.name(max));
  }

  /** How the ends are written. */
  final class Syntax {
    private static final Bytes EXCLUDED = Bytes.of("(");

    private Syntax() {}

    private static double score(Bytes word, boolean excluded) {
      String text = word.toLatin1();
      OptionalDouble score = Floats.bound(excluded ? text.substring(1) : text);
      return score.orElseThrow(() -> CommandError.of("min or max is not a float"));
    }

    private static LexBound name(Bytes word) {
      if (word.equalsIgnoreCase("-")) {
        return new LexBound(null, false, 1);
      } else if (word.equalsIgnoreCase("+")) {
        return new LexBound(null, false, -1);
      } else if (!word.isEmpty() && (word.at(0) == '(' || word.at(0) == '[')) {
        return new LexBound(word.slice(1, word.length()), word.at(0) == '(', 0);
      }
      throw CommandError.of("min or max not valid string range item");
    }
  }
}
