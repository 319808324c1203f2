package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import java.util.OptionalLong;

/** Integers of commands, with Valkey's errors where a word is none. */
final class Numbers {
  private static final String OUT_OF_RANGE = "value is out of range, must be positive";

  private Numbers() {}

  static long parseLong(Bytes text) {
    return Integers.parse(text).orElseThrow(CommandError::notAnInteger);
  }

  /** Not negative; Valkey says the same of what is no integer at all. */
  static long parseCount(Bytes text) {
    OptionalLong count = Integers.parse(text);
    if (count.isEmpty() || count.getAsLong() < 0) {
      throw CommandError.of(OUT_OF_RANGE);
    }
    return count.getAsLong();
  }

  /** Valkey tells the bounds only of what is an integer. */
  static long parseBetween(Bytes text, long least, long most) {
    long number = parseLong(text);
    if (number < least || number > most) {
      throw CommandError.of(
          "value is out of range, value must between %d and %d".formatted(least, most));
    }
    return number;
  }

  /** At least {@code least}; the same error for what is less and for what is no integer. */
  static long parseAtLeast(Bytes text, long least, String error) {
    OptionalLong number = Integers.parse(text);
    if (number.isEmpty() || number.getAsLong() < least) {
      throw CommandError.of(error);
    }
    return number.getAsLong();
  }

  static long add(long value, long increment) {
    long sum = value + increment;
    if (((value ^ sum) & (increment ^ sum)) < 0) {
      throw CommandError.of("increment or decrement would overflow");
    }
    return sum;
  }
}
