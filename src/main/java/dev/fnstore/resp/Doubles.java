package dev.fnstore.resp;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Doubles as Valkey 8.1 prints them in replies and in the arguments of a script's calls: the
 * shortest digits that read back as the same double, plain where that is short, else with an
 * exponent ({@code 3}, {@code 0.1}, {@code 1e+19}, {@code 9223372036854776000}).
 */
public final class Doubles {
  private static final double MAX_EXACT_INTEGER = 1L << 53;
  private static final int MOST_DIGITS = 17;

  private Doubles() {}

  public static String format(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    } else if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    } else if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    } else if (value == Math.rint(value) && Math.abs(value) < 1e7) {
      return Long.toString((long) value);
    }
    BigDecimal shortest = shortest(value).stripTrailingZeros();
    String digits = shortest.unscaledValue().abs().toString();
    return (value < 0 ? "-" : "") + layOut(digits, -shortest.scale());
  }

  /** At most 17 digits are needed; where 15 do, trailing zeros show how few are enough. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 15; digits < MOST_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN));
  }

  /** {@code digits} × 10^{@code power}, by the rule by which Valkey chooses the form. */
  private static String layOut(String digits, int power) {
    int count = digits.length();
    int exponent = power + count - 1;
    if (power >= 0 && exponent < count + 7) {
      return digits + "0".repeat(power);
    } else if (power < 0 && (power > -7 || Math.abs(exponent) < 4)) {
      int point = count + power;
      return point > 0
          ? digits.substring(0, point) + "." + digits.substring(point)
          : "0." + "0".repeat(-point) + digits;
    }
    String fraction = count > 1 ? "." + digits.substring(1) : "";
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }

  /** Whether {@code value} is a whole number that a long holds exactly. */
  public static boolean isExactLong(double value) {
    return value == Math.rint(value) && Math.abs(value) <= MAX_EXACT_INTEGER;
  }
}
