package dev.fnstore.engine.lua;

/**
 * Writes the digits of most numbers that occur straight to where they go. What cannot be told by a
 * double's own arithmetic is refused and left to {@link NumberFormat}.
 */
final class NumberBytes {
  /** What is given where a number is refused; nothing was written then. */
  static final int REFUSED = -1;

  /** No number that is written here takes more. */
  static final int MOST_BYTES = 40;

  private static final int DIGITS_OF_TOSTRING = 14;
  private static final double LEAST_OF_MANY_DIGITS = 1e14;

  /** The logarithm to base 10 of 2, as so many 4096ths. */
  private static final int LOG10_OF_2 = 1233;

  private NumberBytes() {}

  /** {@code %.14g} from {@code at} on; gives where it ends. */
  static int general(byte[] into, int at, double value) {
    double magnitude = Math.abs(value);
    if (!(magnitude < LEAST_OF_MANY_DIGITS)) {
      return REFUSED;
    }
    long whole = (long) magnitude;
    if (whole == magnitude) {
      boolean isNegative = value < 0 || (value == 0 && 1 / value < 0);
      return unsigned(into, isNegative ? minus(into, at) : at, whole);
    }
    return magnitude < 1e-4 ? REFUSED : fraction(into, at, value < 0, magnitude);
  }

  private static int fraction(byte[] into, int at, boolean isNegative, double magnitude) {
    int exponent = exponent(magnitude);
    int decimals = DIGITS_OF_TOSTRING - 1 - exponent;
    long digits = Decimals.rounded(magnitude, decimals);
    if (digits < Decimals.power(DIGITS_OF_TOSTRING - 1)
        || digits >= Decimals.power(DIGITS_OF_TOSTRING)) {
      return REFUSED; // not known, or one digit more or less
    }
    for (int zeros = 8; zeros > 0; zeros /= 2) {
      long power = Decimals.power(zeros);
      if (decimals >= zeros && digits % power == 0) {
        digits /= power;
        decimals -= zeros;
      }
    }
    return withPoint(into, isNegative ? minus(into, at) : at, digits, decimals);
  }

  /** The exponent of the first digit of a number that is at least 1e-4 and less than 1e14. */
  private static int exponent(double magnitude) {
    int least = (Math.getExponent(magnitude) * LOG10_OF_2) >> 12;
    return magnitude >= Decimals.product(1, least + 1) ? least + 1 : least;
  }

  /** {@code %.<decimals>f} from {@code at} on; gives where it ends. */
  static int fixed(byte[] into, int at, double value, int decimals) {
    long digits =
        decimals <= Decimals.MOST_DIGITS
            ? Decimals.rounded(Math.abs(value), decimals)
            : Decimals.UNKNOWN;
    if (digits < 0) {
      return REFUSED;
    }
    boolean isNegative = value < 0 || (value == 0 && 1 / value < 0);
    return withPoint(into, isNegative ? minus(into, at) : at, digits, decimals);
  }

  private static int minus(byte[] into, int at) {
    into[at] = '-';
    return at + 1;
  }

  /** {@code digits / 10^decimals}, with so many decimals and at least one digit before them. */
  private static int withPoint(byte[] into, int at, long digits, int decimals) {
    if (decimals == 0) {
      return unsigned(into, at, digits);
    }
    int length = Math.max(length(digits), decimals + 1);
    int end = at + length + 1;
    long rest = digits;
    int point = end - 1 - decimals;
    for (int i = end - 1; i > point; i--) {
      rest = digit(into, i, rest);
    }
    into[point] = '.';
    for (int i = point - 1; i >= at; i--) {
      rest = digit(into, i, rest);
    }
    return end;
  }

  /** An integer that is not negative from {@code at} on; gives where it ends. */
  static int unsigned(byte[] into, int at, long value) {
    int end = at + length(value);
    long rest = value;
    int i = end - 1;
    for (; rest > Integer.MAX_VALUE; i--) {
      rest = digit(into, i, rest);
    }
    for (int small = (int) rest; i >= at; i--) { // narrower divisions are faster
      int next = small / 10;
      into[i] = (byte) ('0' + small - next * 10);
      small = next;
    }
    return end;
  }

  /** An integer that is not negative from {@code at} on; gives where it ends. */
  static int hexadecimal(byte[] into, int at, long value, boolean isUpper) {
    int end = at + Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
    long rest = value;
    for (int i = end - 1; i >= at; i--, rest >>>= 4) {
      int digit = (int) rest & 15;
      into[i] = (byte) (digit < 10 ? '0' + digit : digit + (isUpper ? 'A' : 'a') - 10);
    }
    return end;
  }

  private static long digit(byte[] into, int at, long value) {
    long next = value / 10;
    into[at] = (byte) ('0' + (int) (value - next * 10));
    return next;
  }

  private static int length(long value) {
    int length = 1;
    for (long limit = 10; length < 19 && value >= limit; limit *= 10) {
      length++;
    }
    return length;
  }
}
