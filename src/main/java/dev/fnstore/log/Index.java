package dev.fnstore.log;

/** What events are found by. */
public enum Index {
  /** By the name of each library that they loaded or removed. */
  LIBRARY(Family.BY_LIBRARY),
  /** By the user of their actor. */
  USER(Family.BY_USER),
  /** By the kind of their change. */
  KIND(Family.BY_KIND);

  private final Family family;

  Index(Family family) {
    this.family = family;
  }

  Family family() {
    return family;
  }
}
