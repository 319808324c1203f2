package dev.fnstore.engine.lua;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Doubles as C's {@code printf} writes them; rounding is exact, ties go to even. */
final class NumberFormat {
  private static final int DIGITS_OF_TOSTRING = 14;

  private NumberFormat() {}

  /** {@code %.14g}: tostring, concatenation and every number taken for a string. */
  static String general(double value) {
    return general(value, DIGITS_OF_TOSTRING, false);
  }

  private static @Nullable String quickly(double value) {
    byte[] text = new byte[NumberBytes.MOST_BYTES];
    return text(text, NumberBytes.general(text, 0, value));
  }

  private static @Nullable String text(byte[] text, int end) {
    return end == NumberBytes.REFUSED
        ? null
        : new String(text, 0, end, StandardCharsets.ISO_8859_1);
  }

  /** {@code %.<digits>g}; {@code alternate} is the flag {@code #}: trailing zeros stay. */
  static String general(double value, int digits, boolean alternate) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    if (digits == DIGITS_OF_TOSTRING && !alternate) {
      String quick = quickly(value);
      if (quick != null) {
        return quick;
      }
    }
    int precision = Math.max(digits, 1);
    String sign = isNegative(value) ? "-" : "";
    BigDecimal rounded = BigDecimal.ZERO;
    int exponent = 0;
    if (value != 0) {
      rounded =
          new BigDecimal(Math.abs(value)).round(new MathContext(precision, RoundingMode.HALF_EVEN));
      exponent = rounded.precision() - rounded.scale() - 1;
    }
    if (exponent < -4 || exponent >= precision) {
      return sign + exponential(rounded, exponent, precision - 1, alternate, !alternate);
    }
    String plain =
        rounded
            .setScale(Math.max(precision - 1 - exponent, 0), RoundingMode.HALF_EVEN)
            .toPlainString();
    if (alternate) {
      return sign + (plain.indexOf('.') < 0 ? plain + "." : plain);
    }
    return sign + withoutTrailingZeros(plain);
  }

  /** {@code %.<digits>f}. */
  static String fixed(double value, int digits, boolean alternate) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    if (!alternate) {
      byte[] bytes = new byte[NumberBytes.MOST_BYTES];
      String quick = text(bytes, NumberBytes.fixed(bytes, 0, value, digits));
      if (quick != null) {
        return quick;
      }
    }
    String text =
        new BigDecimal(Math.abs(value)).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    return (isNegative(value) ? "-" : "") + text + (alternate && digits == 0 ? "." : "");
  }

  /** {@code %.<digits>e}. */
  static String exponential(double value, int digits, boolean alternate) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    BigDecimal rounded = BigDecimal.ZERO;
    int exponent = 0;
    if (value != 0) {
      rounded =
          new BigDecimal(Math.abs(value))
              .round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
      exponent = rounded.precision() - rounded.scale() - 1;
    }
    return (isNegative(value) ? "-" : "")
        + exponential(rounded, exponent, digits, alternate, false);
  }

  private static String exponential(
      BigDecimal rounded, int exponent, int digits, boolean alternate, boolean strip) {
    String mantissa =
        rounded.movePointLeft(exponent).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    if (strip) {
      mantissa = withoutTrailingZeros(mantissa);
    } else if (alternate && digits == 0) {
      mantissa += ".";
    }
    int size = Math.abs(exponent);
    return mantissa + "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
  }

  private static String withoutTrailingZeros(String plain) {
    if (plain.indexOf('.') < 0) {
      return plain;
    }
    int end = plain.length();
    while (plain.charAt(end - 1) == '0') {
      end--;
    }
    return plain.substring(0, plain.charAt(end - 1) == '.' ? end - 1 : end);
  }

  private static boolean isNegative(double value) {
    return value < 0 || (value == 0 && 1 / value < 0);
  }

  /**
   * Operations make the NaN with the sign set on the x86-64 that is the reference; Java cannot tell
   * the signs of NaN apart reliably, so that every NaN is printed as those are.
   */
  static String special(double value) {
    return Double.isNaN(value) ? NanSign.text(value) : value > 0 ? "inf" : "-inf";
  }
}
