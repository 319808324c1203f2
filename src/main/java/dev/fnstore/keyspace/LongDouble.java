package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number as C's {@code long double} holds it where Valkey runs: 64 bits of mantissa. What
 * INCRBYFLOAT adds is added in these, so that 0.1 and 0.2 are 0.3.
 *
 * @param value exactly; null if it is infinite
 */
record LongDouble(@Nullable BigDecimal value) {
  static final LongDouble ZERO = new LongDouble(BigDecimal.ZERO);

  private static final LongDouble INFINITE = new LongDouble(null);
  private static final Pattern INFINITY = Pattern.compile("(?i)[+-]?inf(inity)?");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE](?<power>[+-]?[0-9]++))?");
  private static final Pattern HEXADECIMAL =
      Pattern.compile(
          "(?<sign>[+-]?)0[xX](?<whole>[0-9a-fA-F]*+)(?:\\.(?<part>[0-9a-fA-F]*+))?+"
              + "(?:[pP](?<power>[+-]?[0-9]++))?");

  private static final int MOST_CHARS = 5119;
  private static final int MANTISSA_BITS = 64;

  /** The smallest number is 2 to the power of minus this. */
  private static final int SMALLEST_POWER = 16445;

  private static final int LARGEST_POWER = 16384;

  /** A decimal exponent beyond which nothing can be held. */
  private static final int FAR = 12_000;

  /** A binary one. */
  private static final int FAR_BINARY = 40_000;

  private static final int SHOWN_DECIMALS = 17;

  /** The number that {@code text} is, or nothing if it is none, or is too large or too small. */
  static Optional<LongDouble> parse(Bytes text) {
    String number = text.toLatin1();
    if (number.isEmpty() || number.length() > MOST_CHARS) {
      return Optional.empty();
    } else if (INFINITY.matcher(number).matches()) {
      return Optional.of(INFINITE);
    }
    Matcher decimal = DECIMAL.matcher(number);
    if (decimal.matches()) {
      return isFar(decimal.group("power"), FAR)
          ? zeroOnly(number)
          : held(new BigDecimal(number.endsWith(".") ? number + "0" : number));
    }
    Matcher hexadecimal = HEXADECIMAL.matcher(number);
    return hexadecimal.matches() ? parse(hexadecimal) : Optional.empty();
  }

  private static Optional<LongDouble> parse(Matcher hexadecimal) {
    String part = hexadecimal.group("part") == null ? "" : hexadecimal.group("part");
    String digits = hexadecimal.group("whole") + part;
    String power = hexadecimal.group("power");
    if (digits.isEmpty()) {
      return Optional.empty();
    } else if (isFar(power, FAR_BINARY)) {
      return zeroOnly(digits);
    }
    int shift = (power == null ? 0 : Integer.parseInt(power)) - 4 * part.length();
    BigDecimal value = scaled(new BigInteger(digits, 16), -shift);
    return held(hexadecimal.group("sign").equals("-") ? value.negate() : value);
  }

  private static boolean isFar(@Nullable String power, int far) {
    String digits = power == null ? "" : power.replaceFirst("^[+-]?0*", "");
    return digits.length() > 5 || (!digits.isEmpty() && Integer.parseInt(digits) > far);
  }

  private static Optional<LongDouble> zeroOnly(String number) {
    boolean isZero = number.split("[eE]", 2)[0].matches("[+-]?[0.]*");
    return isZero ? Optional.of(ZERO) : Optional.empty();
  }

  /** Nothing for what gets infinite or zero only because it can't be held. */
  private static Optional<LongDouble> held(BigDecimal exact) {
    LongDouble rounded = rounded(exact);
    boolean isLost = rounded.value == null || (rounded.value.signum() == 0 && exact.signum() != 0);
    return isLost ? Optional.empty() : Optional.of(rounded);
  }

  boolean isInfinite() {
    return value == null;
  }

  LongDouble plus(LongDouble other) {
    return value == null || other.value == null ? INFINITE : rounded(value.add(other.value));
  }

  /** The product, rounded as a sum is. */
  LongDouble times(long factor) {
    return value == null ? INFINITE : rounded(value.multiply(BigDecimal.valueOf(factor)));
  }

  /** The number as it is; it must not be infinite. */
  BigDecimal exact() {
    if (value == null) {
      throw new IllegalStateException("an infinite number has no digits");
    }
    return value;
  }

  /** With up to 17 decimals, as the number must not be infinite. */
  Bytes toBytes() {
    BigDecimal shown =
        (value == null ? BigDecimal.ZERO : value).setScale(SHOWN_DECIMALS, RoundingMode.HALF_EVEN);
    return Bytes.of(shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString());
  }

  /** The nearest number that can be held, the even one of two. */
  private static LongDouble rounded(BigDecimal exact) {
    if (exact.signum() == 0) {
      return ZERO;
    }
    BigInteger numerator = exact.unscaledValue().abs();
    BigInteger denominator = BigInteger.ONE;
    if (exact.scale() > 0) {
      denominator = BigInteger.TEN.pow(exact.scale());
    } else {
      numerator = numerator.multiply(BigInteger.TEN.pow(-exact.scale()));
    }
    int power =
        Math.min(MANTISSA_BITS - numerator.bitLength() + denominator.bitLength(), SMALLEST_POWER);
    BigInteger mantissa = quotient(numerator, denominator, power);
    while (mantissa.bitLength() > MANTISSA_BITS) {
      power--;
      mantissa = quotient(numerator, denominator, power);
    }
    if (mantissa.bitLength() - power > LARGEST_POWER) {
      return INFINITE;
    }
    BigDecimal value = scaled(mantissa, power).stripTrailingZeros();
    return new LongDouble(exact.signum() < 0 ? value.negate() : value);
  }

  /** {@code numerator} / {@code denominator} × 2^{@code power}, rounded. */
  private static BigInteger quotient(BigInteger numerator, BigInteger denominator, int power) {
    BigInteger dividend = power > 0 ? numerator.shiftLeft(power) : numerator;
    BigInteger divisor = power < 0 ? denominator.shiftLeft(-power) : denominator;
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    int half = parts[1].shiftLeft(1).compareTo(divisor);
    boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
    return up ? parts[0].add(BigInteger.ONE) : parts[0];
  }

  /** {@code mantissa} / 2^{@code power}, exactly. */
  private static BigDecimal scaled(BigInteger mantissa, int power) {
    return power > 0
        ? new BigDecimal(mantissa.multiply(BigInteger.valueOf(5).pow(power)), power)
        : new BigDecimal(mantissa.shiftLeft(-power));
  }
}
