package dev.fnstore.engine.lua;

/**
 * Decimal digits of doubles, and doubles of decimal digits, for most of those that occur: where a
 * double's own arithmetic is exact, or so near that its error cannot decide. All else is left to
 * arithmetic of any precision, which takes ten times as long.
 */
final class Decimals {
  /** What is given where it cannot be told. */
  static final long UNKNOWN = -1;

  /** Integers of so many digits are doubles. */
  static final int MOST_DIGITS = 15;

  /** The last power of ten that is a double, which is exact as all before it. */
  private static final int LAST_POWER = 22;

  private static final double[] POWERS = new double[LAST_POWER + 1];

  static {
    double power = 1;
    for (int i = 0; i <= LAST_POWER; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private Decimals() {}

  /**
   * {@code magnitude * 10^exponent}, rounded to the nearest integer; {@link #UNKNOWN} if it is too
   * large or so near a tie that it is not certain to which side.
   */
  static long rounded(double magnitude, int exponent) {
    if (Math.abs(exponent) > LAST_POWER) {
      return UNKNOWN;
    }
    double scaled = exponent >= 0 ? magnitude * POWERS[exponent] : magnitude / POWERS[-exponent];
    if (!(scaled < 1e15)) {
      return UNKNOWN;
    }
    double floor = Math.floor(scaled);
    double fraction = scaled - floor;
    if (Math.abs(fraction - 0.5) <= Math.ulp(scaled)) {
      return UNKNOWN;
    }
    return (long) floor + (fraction > 0.5 ? 1 : 0);
  }

  static long power(int exponent) {
    return (long) POWERS[exponent];
  }

  /** {@code digits * 10^exponent}, of at most {@link #MOST_DIGITS} digits. */
  static double product(long digits, int exponent) {
    return exponent >= 0 ? digits * POWERS[exponent] : digits / POWERS[-exponent];
  }
}
