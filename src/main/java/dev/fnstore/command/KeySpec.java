package dev.fnstore.command;

import java.util.List;

/**
 * Where some of a command's keys are among its words, in the terms of COMMAND INFO's key
 * specifications.
 *
 * @param flags as COMMAND INFO shows them, such as {@code RO}, {@code access}
 * @param notes empty if there are none
 */
public record KeySpec(Begin begin, Find find, List<String> flags, String notes) {
  public KeySpec {
    flags = List.copyOf(flags);
  }

  /** Where the search begins: at word {@code index}. */
  public record Begin(int index) {}

  /** How the keys follow from there. */
  public sealed interface Find {}

  /**
   * From the beginning to {@code lastKey} (relative; negative from the end), every {@code step}.
   */
  public record Range(int lastKey, int step, int limit) implements Find {}

  /** The number of keys is a word itself. */
  public record KeyNum(int keyNumIndex, int firstKey, int step) implements Find {}

  /** A range of keys; {@code flags} are separated by blanks. */
  public static KeySpec range(int index, int lastKey, int step, String flags) {
    return new KeySpec(
        new Begin(index), new Range(lastKey, step, 0), List.of(flags.split(" ", -1)), "");
  }

  /** A word that counts the keys which follow it. */
  public static KeySpec keyNum(int index, String flags, String notes) {
    return new KeySpec(new Begin(index), new KeyNum(0, 1, 1), List.of(flags.split(" ", -1)), notes);
  }
}
