package dev.fnstore.cli.text;

import java.util.List;

/** Many names in little space. */
final class Names {
  private static final int MOST_SHOWN = 3;

  private Names() {}

  /** All names, or the first two and how many more: {@code a, b and 17 more}. */
  static String few(List<String> names) {
    if (names.size() <= MOST_SHOWN) {
      return String.join(", ", names);
    }
    int shown = MOST_SHOWN - 1;
    return String.join(", ", names.subList(0, shown)) + " and " + (names.size() - shown) + " more";
  }
}
