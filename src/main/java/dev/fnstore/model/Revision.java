package dev.fnstore.model;

/** The number of an event in the log: 1, 2, 3 … without gaps; 0 is the empty registry. */
public record Revision(long number) implements Comparable<Revision> {
  public static final Revision ZERO = new Revision(0);

  public Revision {
    if (number < 0) {
      throw new IllegalArgumentException("a revision is never negative: " + number);
    }
  }

  public Revision next() {
    return new Revision(number + 1);
  }

  @Override
  public int compareTo(Revision other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
