package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Doubles;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Doubles as C's {@code strtod} reads them, which is what scores are read with: decimal or
 * hexadecimal, {@code inf}, {@code infinity}, letters of either case. The patterns never go back
 * over what they took, so that a long word costs no more than its length.
 */
final class Floats {
  private static final Pattern INFINITY = Pattern.compile("(?i)[+-]?inf(inity)?");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?<digits>[0-9]++(\\.[0-9]*+)?+|\\.[0-9]++)([eE][+-]?[0-9]++)?");
  private static final Pattern HEXADECIMAL =
      Pattern.compile(
          "[+-]?0[xX](?<digits>[0-9a-fA-F]++(\\.[0-9a-fA-F]*+)?+|\\.[0-9a-fA-F]++)"
              + "(?<power>[pP][+-]?[0-9]++)?");
  private static final Pattern NOT_ZERO = Pattern.compile("[1-9a-fA-F]");
  private static final Pattern BLANKS = Pattern.compile("^[ \\t\\n\\u000b\\f\\r]+");

  private static final int SHOWN_DIGITS = 17;

  /** Numbers of so many digits are all doubles. */
  private static final int EXACT_DIGITS = 15;

  /** From 1 to that of the most digits: all of them doubles. */
  private static final double[] POWERS_OF_TEN =
      IntStream.rangeClosed(0, EXACT_DIGITS).mapToDouble(i -> Math.pow(10, i)).toArray();

  private Floats() {}

  /** A score: no blank before it, none that a double can't hold. */
  static double parseScore(Bytes text) {
    return parseDouble(text, "value is not a valid float");
  }

  /** As {@link #parseScore}, with an error of its own. */
  static double parseDouble(Bytes text, String error) {
    double few = ofFewDigits(text);
    if (!Double.isNaN(few)) {
      return few; // what most scores are
    }
    String number = text.toLatin1();
    OptionalDouble value = strtod(number);
    if (value.isEmpty() || isOutOfRange(number, value.getAsDouble())) {
      throw CommandError.of(error);
    }
    return value.getAsDouble();
  }

  /**
   * An end of a range of scores: blanks may come before it, nothing at all is 0, what is out of a
   * double's range is infinite or 0.
   */
  static OptionalDouble bound(String text) {
    int end = text.indexOf('\0');
    String number = end < 0 ? text : text.substring(0, end);
    return number.isEmpty()
        ? OptionalDouble.of(0)
        : strtod(BLANKS.matcher(number).replaceFirst(""));
  }

  /**
   * What SORT sorts by: blanks may come before it, nothing at all is 0, and what is behind a NUL
   * byte does not count.
   */
  static OptionalDouble weight(String text) {
    int end = text.indexOf('\0');
    String number = end < 0 ? text : text.substring(0, end);
    if (number.isEmpty()) {
      return OptionalDouble.of(0);
    }
    String stripped = BLANKS.matcher(number).replaceFirst("");
    OptionalDouble weight = strtod(stripped);
    return weight.isPresent() && isOutOfRange(stripped, weight.getAsDouble())
        ? OptionalDouble.empty()
        : weight;
  }

  /** With 17 digits, as C's {@code %.17g} prints it. */
  static String print(double value) {
    if (value == 0 || Double.isInfinite(value)) {
      return Doubles.format(value);
    }
    BigDecimal digits =
        new BigDecimal(value)
            .round(new MathContext(SHOWN_DIGITS, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -4 && exponent < SHOWN_DIGITS) {
      return digits.toPlainString();
    }
    String mantissa = digits.scaleByPowerOfTen(-exponent).toPlainString();
    return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  /**
   * A decimal number without a power, of so few digits that a double holds them exactly, as it does
   * the power of ten that they are divided by: what comes of that is the double nearest to it. Not
   * a number where it is anything else.
   */
  private static double ofFewDigits(Bytes text) {
    int length = text.length();
    boolean isNegative = length > 0 && text.at(0) == '-';
    int first = isNegative ? 1 : 0;
    if (length - first > EXACT_DIGITS + 1) {
      return Double.NaN;
    }
    long digits = 0;
    int point = -1;
    for (int i = first; i < length; i++) {
      int next = text.at(i);
      if (next >= '0' && next <= '9') {
        digits = 10 * digits + (next - '0');
      } else if (next == '.' && point < 0) {
        point = i;
      } else {
        return Double.NaN;
      }
    }
    int count = length - first - (point < 0 ? 0 : 1);
    if (count == 0 || count > EXACT_DIGITS) {
      return Double.NaN;
    }
    double whole = isNegative ? -(double) digits : digits;
    return point < 0 ? whole : whole / POWERS_OF_TEN[length - 1 - point];
  }

  private static OptionalDouble strtod(String number) {
    if (INFINITY.matcher(number).matches()) {
      return OptionalDouble.of(
          number.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    } else if (DECIMAL.matcher(number).matches()) {
      return OptionalDouble.of(Double.parseDouble(number));
    }
    Matcher hexadecimal = HEXADECIMAL.matcher(number);
    if (hexadecimal.matches()) {
      boolean hasPower = hexadecimal.group("power") != null;
      return OptionalDouble.of(Double.parseDouble(hasPower ? number : number + "p0"));
    }
    return OptionalDouble.empty();
  }

  private static boolean isOutOfRange(String number, double value) {
    if (Double.isInfinite(value)) {
      return !INFINITY.matcher(number).matches();
    }
    return value == 0 && hasNonZeroDigit(number);
  }

  private static boolean hasNonZeroDigit(String number) {
    Matcher hexadecimal = HEXADECIMAL.matcher(number);
    if (hexadecimal.matches()) {
      return NOT_ZERO.matcher(hexadecimal.group("digits")).find();
    }
    Matcher decimal = DECIMAL.matcher(number);
    return decimal.matches() && NOT_ZERO.matcher(decimal.group("digits")).find();
  }
}
