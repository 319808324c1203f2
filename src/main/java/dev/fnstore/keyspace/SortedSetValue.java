package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Members with scores: by name in O(1), by rank and by score in O(log n). */
final class SortedSetValue extends Aggregate {
  private final OrderedMap<Scored> byMember = new OrderedMap<>();
  private final RankTree byScore = new RankTree();

  int size() {
    return byMember.size();
  }

  @Nullable Scored find(Bytes member) {
    return byMember.get(member);
  }

  @Override
  public HashTable<?> elements() {
    return byMember.byName();
  }

  @Override
  public int fetchElement(HashNode<?> node) {
    return node instanceof OrderedMap.Item<?> item && item.value() instanceof Scored scored
        ? (int) scored.score()
        : 0;
  }

  /** Sets the score of a member, be it new or not; negative zero becomes zero. */
  void put(Bytes member, double score) {
    changedElement(member);
    double kept = score == 0 ? 0 : score;
    OrderedMap.Item<Scored> item = byMember.item(member);
    if (item == null) {
      Scored added = new Scored(member, kept);
      byMember.put(member, added);
      byScore.add(added);
    } else {
      Scored before = item.value();
      Scored next = before.withScore(kept);
      item.value(next);
      byScore.remove(before);
      byScore.add(next);
    }
  }

  boolean remove(Bytes member) {
    changedElement(member);
    Scored before = byMember.remove(member);
    if (before != null) {
      byScore.remove(before);
    }
    return before != null;
  }

  /** How many members come before {@code member}. */
  OptionalInt rank(Bytes member) {
    Scored found = byMember.get(member);
    return found == null
        ? OptionalInt.empty()
        : OptionalInt.of(byScore.countFirst(other -> other.compareTo(found) < 0));
  }

  /** The members, for reading only. */
  OrderedMap<Scored> members() {
    return byMember;
  }

  Scored get(int rank) {
    return byScore.get(rank);
  }

  /** The ranks of the members in {@code range}. */
  Span span(SortedSetRange range) {
    int from = byScore.countFirst(range::isBelow);
    int to = byScore.countFirst(item -> !range.isAbove(item));
    return Span.between(from, to);
  }

  /** The members of the ranks in {@code span}. */
  List<Scored> items(Span span) {
    return Arrays.asList(byScore.copy(span));
  }

  @Override
  public SortedSetValue copy() {
    SortedSetValue copy = new SortedSetValue();
    byMember.forEach(member -> copy.put(member.name(), member.value().score()));
    return copy;
  }

  @Override
  public ValueType type() {
    return ValueType.SORTED_SET;
  }

  @Override
  public boolean isEmpty() {
    return byMember.size() == 0;
  }
}
