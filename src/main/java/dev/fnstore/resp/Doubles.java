package dev.fnstore.resp;

/**
 * Doubles as Valkey 8.1 prints them in replies and in the arguments of a script's calls: whole
 * numbers up to 2^62 in full, others with the digits of {@link Grisu}, plain where that is short,
 * else with an exponent ({@code 3}, {@code 0.1}, {@code 1e+19}, {@code 9223372036854776000}).
 */
public final class Doubles {
  private static final double MAX_EXACT_INTEGER = 1L << 53;

  /** Up to this Valkey prints whole numbers as integers. */
  private static final double MAX_PRINTED_INTEGER = 1L << 62;

  /** Of digits with an exponent, a minus sign counted. */
  private static final int MOST_DIGITS = 18;

  private Doubles() {}

  public static String format(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    } else if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    } else if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    } else if (value == Math.rint(value) && Math.abs(value) <= MAX_PRINTED_INTEGER) {
      return Long.toString((long) value);
    }
    Grisu.Decimal decimal = Grisu.digits(Math.abs(value));
    int mostDigits = value < 0 ? MOST_DIGITS - 1 : MOST_DIGITS;
    return (value < 0 ? "-" : "") + layOut(decimal.digits(), decimal.power(), mostDigits);
  }

  /** {@code digits} × 10^{@code power}, by the rule by which Valkey chooses the form. */
  private static String layOut(String digits, int power, int mostDigits) {
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
    String fraction = count > 1 ? "." + digits.substring(1, Math.min(count, mostDigits)) : "";
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }

  /** Whether {@code value} is a whole number that a long holds exactly. */
  public static boolean isExactLong(double value) {
    return value == Math.rint(value) && Math.abs(value) <= MAX_EXACT_INTEGER;
  }
}
