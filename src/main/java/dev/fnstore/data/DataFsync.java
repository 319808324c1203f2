package dev.fnstore.data;

/** When keys are on disk, as Valkey's {@code appendfsync} has it. */
public enum DataFsync {
  /** Before a command that has changed them is answered. */
  ALWAYS,
  /** Within a second of its answer. */
  EVERYSEC,
  /** When the operating system sees fit. */
  NO;

  /** The policy of this name. */
  public static DataFsync named(String name) {
    return switch (name) {
      case "always" -> ALWAYS;
      case "everysec" -> EVERYSEC;
      case "no" -> NO;
      default -> throw new IllegalArgumentException("no policy " + name);
    };
  }
}
