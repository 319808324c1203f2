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

  static long add(long value, long increment) {
    long sum = value + increment;
    if (((value ^ sum) & (increment ^ sum)) < 0) {
      throw CommandError.of("increment or decrement would overflow");
    }
    return sum;
  }
}
