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

  /** Where the search begins. */
  public sealed interface Begin {}

  /** At word {@code index}. */
  public record Index(int index) implements Begin {}

  /** Behind the first {@code word}, in any letters, that is found from word {@code from} on. */
  public record Keyword(String word, int from) implements Begin {}

  /** How the keys follow from there. */
  public sealed interface Find {}

  /**
   * From the beginning to {@code lastKey} (relative; negative from the end), every {@code step}.
   *
   * @param limit where it is above 1, only the first of so many equal parts of the words are keys
   */
  public record Range(int lastKey, int step, int limit) implements Find {}

  /** The number of keys is a word itself. */
  public record KeyNum(int keyNumIndex, int firstKey, int step) implements Find {}

  /** Not to be told by such terms, neither begin nor keys; {@link Keys} knows of them. */
  public record Unknown() implements Begin, Find {}

  /** A range of keys; {@code flags} are separated by blanks. */
  public static KeySpec range(int index, int lastKey, int step, String flags) {
    return new KeySpec(
        new Index(index), new Range(lastKey, step, 0), List.of(flags.split(" ", -1)), "");
  }

  /** A word that counts the keys which follow it. */
  public static KeySpec keyNum(int index, String flags, String notes) {
    return new KeySpec(new Index(index), new KeyNum(0, 1, 1), List.of(flags.split(" ", -1)), notes);
  }

  /** The first half of what follows {@code word}. */
  public static KeySpec halfBehind(String word, int from, String flags) {
    return new KeySpec(
        new Keyword(word, from), new Range(-1, 1, 2), List.of(flags.split(" ", -1)), "");
  }

  /** Keys that only the command itself finds. */
  public static KeySpec unknown(String flags, String notes) {
    return new KeySpec(new Unknown(), new Unknown(), List.of(flags.split(" ", -1)), notes);
  }

  /** The same with a remark. */
  public KeySpec withNotes(String text) {
    return new KeySpec(begin, find, flags, text);
  }
}
