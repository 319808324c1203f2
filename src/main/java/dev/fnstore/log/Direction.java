package dev.fnstore.log;

/** In which order revisions are read. */
public enum Direction {
  OLDEST_FIRST,
  NEWEST_FIRST;

  /** The nearest revision behind {@code number}. */
  public long next(long number) {
    return this == OLDEST_FIRST ? number + 1 : number - 1;
  }

  /** Whether {@code number} lies behind {@code other}. */
  public boolean isBehind(long number, long other) {
    return this == OLDEST_FIRST ? number > other : number < other;
  }
}
