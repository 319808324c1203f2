package dev.fnstore.cli;

import java.util.Locale;

/** In which form a reply is printed. */
enum Output {
  /** For people. */
  TABLE,
  /** For programs: the reply as it is, in one line. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
