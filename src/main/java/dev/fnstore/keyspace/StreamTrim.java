package dev.fnstore.keyspace;

/**
 * What of a stream goes: its oldest entries.
 *
 * @param limit of the entries to remove at once, 0 for none; removes whole nodes only where it is
 *     approximate
 */
record StreamTrim(Bound bound, boolean approximate, long limit) {
  /** What stays. */
  sealed interface Bound {}

  /** The last {@code length} entries. */
  record MaxLength(long length) implements Bound {}

  /** The entries from {@code id} on. */
  record MinId(StreamId id) implements Bound {}

  /** Whether all of {@code node}, the first of a stream that has {@code length} entries, goes. */
  boolean takesAll(StreamNode node, long length) {
    if (bound instanceof MaxLength most) {
      return length - node.size() >= most.length();
    }
    return node.last().isBefore(((MinId) bound).id());
  }

  /** Whether nothing goes of a stream that has {@code length} entries. */
  boolean isMet(long length) {
    return bound instanceof MaxLength most && length <= most.length();
  }

  /** How many entries of {@code node} go where not all do. */
  int taken(StreamNode node, long length) {
    if (bound instanceof MaxLength most) {
      return (int) (length - most.length());
    }
    return node.countBefore(((MinId) bound).id());
  }
}
