package dev.fnstore.resp;

import java.math.BigInteger;

/**
 * Decimal digits of a double by Grisu2 (Loitsch, "Printing Floating-Point Numbers Quickly and
 * Accurately with Integers", 2010), the algorithm with which Valkey prints. Its digits read back as
 * the same double and are nearly always the shortest and closest ones that do; where they are not,
 * they have to be the same all the same, so no better algorithm will do.
 *
 * <p>Fractions are unsigned 64-bit numbers.
 */
final class Grisu {
  /** {@code digits} × 10^{@code power}. */
  record Decimal(String digits, int power) {}

  /** {@code fraction} × 2^{@code exponent}. */
  private record Binary(long fraction, int exponent) {
    /** Shifted left until the highest bit is set. */
    Binary normalized() {
      int shift = Long.numberOfLeadingZeros(fraction);
      return new Binary(fraction << shift, exponent - shift);
    }

    /** The upper half of the product, rounded. */
    Binary times(Binary other) {
      long high = fraction >>> 32;
      long low = fraction & LOW_HALF;
      long otherHigh = other.fraction >>> 32;
      long otherLow = other.fraction & LOW_HALF;
      long one = high * otherLow;
      long two = low * otherHigh;
      long middle = (one & LOW_HALF) + (two & LOW_HALF) + ((low * otherLow) >>> 32) + (1L << 31);
      long product = high * otherHigh + (one >>> 32) + (two >>> 32) + (middle >>> 32);
      return new Binary(product, exponent + other.exponent + 64);
    }
  }

  private static final long LOW_HALF = 0xffff_ffffL;
  private static final long FRACTION_MASK = (1L << 52) - 1;
  private static final long HIDDEN_BIT = 1L << 52;
  private static final int EXPONENT_BIAS = 1023 + 52;

  /**
   * The scaled number's exponent is brought into this range, so that its integer part is an int.
   */
  private static final int LEAST_EXPONENT = -60;

  private static final int GREATEST_EXPONENT = -32;

  private static final int FIRST_POWER = -348;
  private static final int POWER_STEP = 8;
  private static final double LOG10_OF_2 = 0.30102999566398114;

  /** 10^-348, 10^-340 … 10^340, each the closest of 64 bits. */
  private static final Binary[] POWERS = powers();

  private static final int INTEGER_DIGITS = 10;

  private final StringBuilder digits = new StringBuilder();
  private int power;

  private Grisu() {}

  /** Of a finite {@code value} above 0. */
  static Decimal digits(double value) {
    Grisu grisu = new Grisu();
    grisu.run(value);
    return new Decimal(grisu.digits.toString(), grisu.power);
  }

  private void run(double value) {
    Binary exact = split(value);
    Binary upper = new Binary((exact.fraction << 1) + 1, exact.exponent - 1).normalized();
    int lowerShift = exact.fraction == HIDDEN_BIT ? 2 : 1;
    long lowerFraction = (exact.fraction << lowerShift) - 1;
    Binary lower =
        new Binary(lowerFraction << (exact.exponent - lowerShift - upper.exponent), upper.exponent);

    int index = powerFor(upper.exponent);
    power = -(FIRST_POWER + index * POWER_STEP);
    Binary scale = POWERS[index];
    Binary scaledUpper = upper.times(scale);
    long high = scaledUpper.fraction - 1;
    long low = lower.times(scale).fraction + 1;
    long middle = exact.normalized().times(scale).fraction;
    generate(high, high - low, high - middle, -scaledUpper.exponent);
  }

  private static Binary split(double value) {
    long bits = Double.doubleToRawLongBits(value);
    long fraction = bits & FRACTION_MASK;
    int exponent = (int) (bits >>> 52) & 0x7ff;
    return exponent == 0
        ? new Binary(fraction, 1 - EXPONENT_BIAS)
        : new Binary(fraction | HIDDEN_BIT, exponent - EXPONENT_BIAS);
  }

  private static int powerFor(int exponent) {
    int approximate = (int) (-(exponent + POWERS.length) * LOG10_OF_2);
    int index = (approximate - FIRST_POWER) / POWER_STEP;
    while (true) {
      int scaled = exponent + POWERS[index].exponent + 64;
      if (scaled < LEAST_EXPONENT) {
        index++;
      } else if (scaled > GREATEST_EXPONENT) {
        index--;
      } else {
        return index;
      }
    }
  }

  /**
   * Takes digits from {@code high} until what is left is within {@code width}, the distance to the
   * lower end; then goes down towards the number itself, {@code distance} below.
   *
   * @param bits how many of the fraction's bits are behind the binary point
   */
  private void generate(long high, long width, long distance, int bits) {
    long one = 1L << bits;
    long integer = high >>> bits;
    long rest = high & (one - 1);
    int left = INTEGER_DIGITS;
    for (long unit = 1_000_000_000; unit > 0; unit /= 10) {
      take(integer / unit);
      integer %= unit;
      left--;
      long remaining = (integer << bits) + rest;
      if (Long.compareUnsigned(remaining, width) <= 0) {
        power += left;
        approach(width, remaining, unit << bits, distance);
        return;
      }
    }
    long scale = 1;
    do {
      rest *= 10;
      width *= 10;
      scale *= 10;
      left--;
      take(rest >>> bits);
      rest &= one - 1;
    } while (Long.compareUnsigned(rest, width) >= 0);
    power += left;
    approach(width, rest, one, distance * scale);
  }

  private void take(long digit) {
    if (digit != 0 || digits.length() > 0) {
      digits.append((char) ('0' + digit));
    }
  }

  /** Lowers the last digit while that comes closer to the number and stays within the width. */
  private void approach(long width, long start, long unit, long distance) {
    long rest = start;
    int last = digits.length() - 1;
    while (Long.compareUnsigned(rest, distance) < 0
        && Long.compareUnsigned(width - rest, unit) >= 0
        && (Long.compareUnsigned(rest + unit, distance) < 0
            || Long.compareUnsigned(distance - rest, rest + unit - distance) > 0)) {
      digits.setCharAt(last, (char) (digits.charAt(last) - 1));
      rest += unit;
    }
  }

  private static Binary[] powers() {
    Binary[] powers = new Binary[87];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = power(FIRST_POWER + i * POWER_STEP);
    }
    return powers;
  }

  /** 10^{@code exponent} with a fraction of 64 bits, the highest set. */
  private static Binary power(int exponent) {
    BigInteger ten = BigInteger.TEN.pow(Math.abs(exponent));
    int shift = exponent < 0 ? ten.bitLength() + 64 : 64 - ten.bitLength();
    BigInteger scaled =
        exponent < 0 ? BigInteger.ONE.shiftLeft(shift + 1).divide(ten) : ten.shiftLeft(shift + 1);
    int excess = scaled.bitLength() - 65;
    BigInteger halves = scaled.shiftRight(excess);
    BigInteger rounded = halves.add(BigInteger.ONE).shiftRight(1);
    return new Binary(rounded.longValue(), excess - shift);
  }
}
