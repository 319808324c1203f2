package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/** A member of a sorted set with its score, which is a number; by score, then by name. */
record Scored(Bytes member, double score) implements Comparable<Scored> {
  /** The two zeros are the same score. */
  @Override
  public int compareTo(Scored other) {
    if (score < other.score) {
      return -1;
    }
    return score > other.score ? 1 : member.compareTo(other.member);
  }
}
