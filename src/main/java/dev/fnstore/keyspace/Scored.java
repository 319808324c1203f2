package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A member of a sorted set with its score, which is a number; by score, then by name. It holds the
 * bytes of the name alone: with many, each object more is a wait for memory.
 */
final class Scored implements Comparable<Scored> {
  private final byte[] member;
  private final double score;

  Scored(Bytes member, double score) {
    this(member.shared(), score);
  }

  private Scored(byte[] member, double score) {
    this.member = member;
    this.score = score;
  }

  Bytes member() {
    return Bytes.wrap(member);
  }

  /** The member's bytes themselves, not a copy: for reading only. */
  byte[] sharedMember() {
    return member;
  }

  double score() {
    return score;
  }

  /** The same member with another score. */
  Scored withScore(double other) {
    return new Scored(member, other);
  }

  int compareMembers(Scored other) {
    return Arrays.compareUnsigned(member, other.member);
  }

  /** The two zeros are the same score. */
  @Override
  public int compareTo(Scored other) {
    if (score < other.score) {
      return -1;
    }
    return score > other.score ? 1 : compareMembers(other);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Scored that
        && score == that.score
        && Arrays.equals(member, that.member);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(member) + Double.hashCode(score);
  }

  @Override
  public String toString() {
    return member() + " " + score;
  }
}
