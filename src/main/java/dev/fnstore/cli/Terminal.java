package dev.fnstore.cli;

import org.jspecify.annotations.Nullable;

/** The person in front of it, if there is one. */
interface Terminal {
  /** Whether somebody reads what is printed and can answer. */
  boolean isThere();

  /** Whether what is printed may be coloured. */
  boolean hasColours();

  /** Asks for something that is not to be seen; null if it is not told. */
  @Nullable String secret(String prompt);

  /** Asks a question that yes or no answers; what is neither is no. */
  boolean confirms(String question);
}
