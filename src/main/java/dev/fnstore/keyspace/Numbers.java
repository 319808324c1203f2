package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.OptionalLong;

/** Integers as Valkey reads them: the canonical decimal form of a 64-bit number and no other. */
final class Numbers {
  private static final int MOST_DIGITS = 20;
  private static final String OUT_OF_RANGE = "value is out of range, must be positive";

  private Numbers() {}

  /** The integer, or nothing if {@code text} is none: no blank, no {@code +}, no leading zero. */
  static OptionalLong integer(Bytes text) {
    int length = text.length();
    if (length == 0 || length > MOST_DIGITS) {
      return OptionalLong.empty();
    }
    boolean negative = text.at(0) == '-';
    int start = negative ? 1 : 0;
    if (length == start || text.at(start) == '0') {
      return length == 1 && !negative ? OptionalLong.of(0) : OptionalLong.empty();
    }
    long value = 0;
    for (int i = start; i < length; i++) {
      int digit = text.at(i) - '0';
      if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
        return OptionalLong.empty();
      }
      value = value * 10 - digit;
    }
    if (negative) {
      return OptionalLong.of(value);
    }
    return value == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(-value);
  }

  static long parseLong(Bytes text) {
    return integer(text).orElseThrow(CommandError::notAnInteger);
  }

  /** Not negative; Valkey says the same of what is no integer at all. */
  static long parseCount(Bytes text) {
    OptionalLong count = integer(text);
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
