package dev.fnstore.keyspace;

/** Places {@code from} … {@code to} - 1 of a list or a sorted set. */
record Span(int from, int to) {
  private static final Span EMPTY = new Span(0, 0);

  /** What a command's start and stop mean: both included, negative ones from the end. */
  static Span of(long start, long stop, int size) {
    long from = Math.max(0, start < 0 ? start + size : start);
    long to = Math.min(size, (stop < 0 ? stop + size : Math.min(stop, size)) + 1);
    return between(from, to);
  }

  static Span between(long from, long to) {
    return from < to ? new Span((int) from, (int) to) : EMPTY;
  }

  int size() {
    return to - from;
  }

  /** The same elements of a list of {@code size} where they are counted from its end. */
  Span mirrored(int size) {
    return new Span(size - to, size - from);
  }

  /**
   * Without the first {@code offset} and at most {@code count} of them.
   *
   * @param offset nothing is left if it is negative
   * @param count no bound if it is negative
   */
  Span limited(long offset, long count, boolean fromEnd) {
    if (offset < 0 || offset >= size()) {
      return EMPTY;
    }
    long left = size() - offset;
    long taken = count < 0 ? left : Math.min(left, count);
    return fromEnd
        ? between(to - offset - taken, to - offset)
        : between(from + offset, from + offset + taken);
  }
}
