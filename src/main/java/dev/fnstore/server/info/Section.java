package dev.fnstore.server.info;

/** One section of INFO; for the thread that runs commands. */
interface Section {
  /** As its head line spells it; asked for in either case. */
  String name();

  /** Whether INFO without arguments leaves it out. */
  default boolean isOnRequest() {
    return false;
  }

  /** Tells its fields as they are at {@code nowMs}. */
  void write(InfoLines lines, long nowMs);
}
