package dev.fnstore.bytes;

import java.util.OptionalLong;

/** Integers as Valkey reads them: the canonical decimal form of a 64-bit number and no other. */
public final class Integers {
  private static final int MOST_DIGITS = 20;

  /** A number of so many never overflows. */
  private static final int SAFE_DIGITS = 18;

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
      if (digit < 0
          || digit > 9
          || (length > SAFE_DIGITS && value < (Long.MIN_VALUE + digit) / 10)) {
        return OptionalLong.empty();
      }
      value = value * 10 - digit;
    }
    if (negative) {
      return OptionalLong.of(value);
    }
    return value == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(-value);
  }

  /** How many bytes {@link #write} writes. */
  public static int length(long number) {
    int length = number < 0 ? 2 : 1;
    for (long rest = number / 10; rest != 0; rest /= 10) {
      length++;
    }
    return length;
  }

  /**
   * Writes the decimal form of {@code number} to {@code target}, its last byte before {@code end}.
   */
  public static void write(long number, byte[] target, int end) {
    int at = end;
    long rest = number;
    do {
      long digit = rest % 10;
      target[--at] = (byte) ('0' + (digit < 0 ? -digit : digit));
      rest /= 10;
    } while (rest != 0);
    if (number < 0) {
      target[--at] = '-';
    }
  }
}
