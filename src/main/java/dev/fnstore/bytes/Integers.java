package dev.fnstore.bytes;

import java.util.OptionalLong;

/** Integers as Valkey reads them: the canonical decimal form of a 64-bit number and no other. */
public final class Integers {
  private static final int MOST_DIGITS = 20;

  private Integers() {}

  /** The integer, or nothing if {@code text} is none: no blank, no {@code +}, no leading zero. */
  public static OptionalLong parse(Bytes text) {
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
}
