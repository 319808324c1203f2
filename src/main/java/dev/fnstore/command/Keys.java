package dev.fnstore.command;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the keys among a command's words by its key specifications; COMMAND GETKEYS. */
public final class Keys {
  private Keys() {}

  /**
   * A key and what the command does with it, as {@link KeySpec#flags} names it.
   *
   * @param position of the key among the words
   */
  public record Found(int position, Bytes key, List<String> flags) {
    /** Whether it is a key and not a shard channel, which is found as keys are. */
    public boolean isKey() {
      return !flags.contains("not_key");
    }
  }

  /**
   * The keys of a command.
   *
   * @return empty if the words do not say where they are, such as a numkeys that is no number
   */
  public static Optional<List<Found>> of(CommandSpec spec, List<Bytes> words) {
    List<Found> found = new ArrayList<>();
    for (KeySpec keySpec : spec.keySpecs()) {
      if (keySpec.begin() instanceof KeySpec.Unknown) {
        addStored(found, keySpec, words);
      } else if (!add(found, keySpec, words, begin(keySpec.begin(), words))) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  /** The number of words where the keyword is not there. */
  private static int begin(KeySpec.Begin begin, List<Bytes> words) {
    if (begin instanceof KeySpec.Keyword keyword) {
      int index = keyword.from();
      while (index < words.size() && !words.get(index).equalsIgnoreCase(keyword.word())) {
        index++;
      }
      return Math.min(index + 1, words.size());
    }
    return ((KeySpec.Index) begin).index();
  }

  /** Whether the words say where the keys are. */
  private static boolean add(List<Found> found, KeySpec keySpec, List<Bytes> words, int begin) {
    if (keySpec.find() instanceof KeySpec.Range range) {
      int last = last(range, begin, words.size());
      if (range.limit() > 1 && last < begin) {
        return false;
      }
      add(found, keySpec, words, begin, last, range.step());
    } else if (keySpec.find() instanceof KeySpec.KeyNum keyNum) {
      int countAt = begin + keyNum.keyNumIndex();
      int first = begin + keyNum.firstKey();
      int count = countAt < words.size() ? count(words.get(countAt)) : -1;
      if (count < 1 || first + (long) (count - 1) * keyNum.step() >= words.size()) {
        return false;
      }
      add(found, keySpec, words, first, first + (count - 1) * keyNum.step(), keyNum.step());
    }
    return true;
  }

  private static int last(KeySpec.Range range, int begin, int words) {
    if (range.lastKey() >= 0) {
      return begin + range.lastKey();
    } else if (range.limit() > 1) {
      return begin + (words - begin) / range.limit() + range.lastKey();
    }
    return words + range.lastKey();
  }

  /**
   * What is unknown are the keys of SORT: those that its patterns make of elements, which nobody
   * knows before it runs, and the last that STORE names.
   */
  private static void addStored(List<Found> found, KeySpec keySpec, List<Bytes> words) {
    if (!keySpec.flags().contains("OW")) {
      return;
    }
    int stored = 0;
    for (int i = 2; i < words.size(); i++) {
      Bytes word = words.get(i);
      if (word.equalsIgnoreCase("limit")) {
        i += 2;
      } else if (word.equalsIgnoreCase("get") || word.equalsIgnoreCase("by")) {
        i++;
      } else if (word.equalsIgnoreCase("store") && i + 1 < words.size()) {
        stored = i + 1;
      }
    }
    if (stored > 0) {
      found.add(new Found(stored, words.get(stored), keySpec.flags()));
    }
  }

  private static void add(
      List<Found> found, KeySpec keySpec, List<Bytes> words, int first, int last, int step) {
    for (int i = first; i <= last && i < words.size(); i += step) {
      found.add(new Found(i, words.get(i), flags(keySpec, words)));
    }
  }

  /** What SET and BITFIELD do with their key depends on their options. */
  private static List<String> flags(KeySpec keySpec, List<Bytes> words) {
    if (!keySpec.flags().contains("variable_flags")) {
      return keySpec.flags();
    } else if (words.get(0).equalsIgnoreCase("bitfield")) {
      return onlyGets(words) ? List.of("RO", "access") : List.of("RW", "access", "update");
    }
    boolean reads = words.stream().skip(3).anyMatch(word -> word.equalsIgnoreCase("get"));
    return reads ? List.of("RW", "access", "update") : List.of("OW", "update");
  }

  /** Whether BITFIELD does nothing but read; what it can't understand is taken to write. */
  private static boolean onlyGets(List<Bytes> words) {
    int index = 2;
    while (index < words.size()) {
      if (words.get(index).equalsIgnoreCase("get") && index + 2 < words.size()) {
        index += 3;
      } else if (words.get(index).equalsIgnoreCase("overflow") && index + 1 < words.size()) {
        index += 2;
      } else {
        return false;
      }
    }
    return true;
  }

  private static int count(Bytes word) {
    try {
      return Integer.parseInt(word.toLatin1());
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
