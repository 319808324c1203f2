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
      int begin = keySpec.begin().index();
      if (keySpec.find() instanceof KeySpec.Range range) {
        int last = range.lastKey() < 0 ? words.size() + range.lastKey() : begin + range.lastKey();
        add(found, keySpec, words, begin, last, range.step());
      } else if (keySpec.find() instanceof KeySpec.KeyNum keyNum) {
        int countAt = begin + keyNum.keyNumIndex();
        int first = begin + keyNum.firstKey();
        int count = countAt < words.size() ? count(words.get(countAt)) : -1;
        if (count < 1 || first + (long) (count - 1) * keyNum.step() >= words.size()) {
          return Optional.empty();
        }
        add(found, keySpec, words, first, first + (count - 1) * keyNum.step(), keyNum.step());
      }
    }
    return Optional.of(found);
  }

  private static void add(
      List<Found> found, KeySpec keySpec, List<Bytes> words, int first, int last, int step) {
    for (int i = first; i <= last && i < words.size(); i += step) {
      found.add(new Found(i, words.get(i), flags(keySpec, words)));
    }
  }

  /** What SET does with its key depends on whether it is asked for the old value. */
  private static List<String> flags(KeySpec keySpec, List<Bytes> words) {
    if (!keySpec.flags().contains("variable_flags")) {
      return keySpec.flags();
    }
    boolean reads = words.stream().skip(3).anyMatch(word -> word.equalsIgnoreCase("get"));
    return reads ? List.of("RW", "access", "update") : List.of("OW", "update");
  }

  private static int count(Bytes word) {
    try {
      return Integer.parseInt(word.toLatin1());
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
