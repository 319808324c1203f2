package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * Text to number as {@code strtod} of the C library does it: decimal, hexadecimal with fraction and
 * binary exponent, {@code inf}, {@code nan}, white space around; a zero byte ends the text.
 */
final class NumberParser {
  /** What {@link #parse} gives where there is no number: no double that scripts can make. */
  static final double NOT_A_NUMBER = Double.longBitsToDouble(0x7ff80000deadbeefL);

  private final byte[] text;
  private final int end;
  private int at;

  private NumberParser(byte[] text, int from, int to) {
    this.text = text;
    this.at = from;
    this.end = to;
  }

  static boolean isNone(double value) {
    return Double.doubleToRawLongBits(value) == 0x7ff80000deadbeefL;
  }

  /** A number, or a string that is one; {@link #NOT_A_NUMBER} for all else. */
  static double coerce(LuaValue value) {
    if (value instanceof Num number) {
      return number.value;
    }
    return value instanceof LuaString string ? parse(string) : NOT_A_NUMBER;
  }

  static double parse(LuaString string) {
    int from = string.m_offset;
    int to = from + string.m_length;
    for (int i = from; i < to; i++) {
      if (string.m_bytes[i] == 0) {
        to = i;
        break;
      }
    }
    return new NumberParser(string.m_bytes, from, to).number();
  }

  private double number() {
    skipSpace();
    boolean negative = false;
    if (at < end && (text[at] == '-' || text[at] == '+')) {
      negative = text[at++] == '-';
    }
    double value;
    if (startsWith("0x") && hexDigitFollows()) {
      value = hexadecimal();
    } else if (startsWith("infinity")) {
      at += 8;
      value = Double.POSITIVE_INFINITY;
    } else if (startsWith("inf")) {
      at += 3;
      value = Double.POSITIVE_INFINITY;
    } else if (startsWith("nan")) {
      at += 3;
      value = NanSign.POSITIVE;
    } else {
      value = decimal();
    }
    skipSpace();
    if (at != end || isNone(value)) {
      return NOT_A_NUMBER;
    }
    return negative ? NanSign.negate(value) : value;
  }

  private boolean hexDigitFollows() {
    int next = at + 2;
    if (next < end && text[next] == '.') {
      next++;
    }
    return next < end && Character.digit(text[next], 16) >= 0;
  }

  private double decimal() {
    int start = at;
    int digits = skipDigits();
    if (at < end && text[at] == '.') {
      at++;
      digits += skipDigits();
    }
    if (digits == 0) {
      return NOT_A_NUMBER;
    }
    int mantissaEnd = at;
    if (at < end && (text[at] | 0x20) == 'e') {
      at++;
      if (at < end && (text[at] == '-' || text[at] == '+')) {
        at++;
      }
      if (skipDigits() == 0) {
        at = mantissaEnd;
      }
    }
    double quick = quickly(start, mantissaEnd);
    return !isNone(quick)
        ? quick
        : Double.parseDouble(
            new String(text, start, at - start, java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  /** The number from {@code start} up to here if its digits are few; else {@link #NOT_A_NUMBER}. */
  private double quickly(int start, int mantissaEnd) {
    if (at != mantissaEnd || mantissaEnd - start > Decimals.MOST_DIGITS) {
      return NOT_A_NUMBER;
    }
    long digits = 0;
    int decimals = 0;
    for (int i = start; i < mantissaEnd; i++) {
      if (text[i] == '.') {
        decimals = mantissaEnd - i - 1;
      } else {
        digits = digits * 10 + text[i] - '0';
      }
    }
    return Decimals.product(digits, -decimals);
  }

  private double hexadecimal() {
    at += 2;
    StringBuilder digits = new StringBuilder("0x");
    while (at < end && Character.digit(text[at], 16) >= 0) {
      digits.append((char) text[at++]);
    }
    if (at < end && text[at] == '.') {
      digits.append('.');
      at++;
      while (at < end && Character.digit(text[at], 16) >= 0) {
        digits.append((char) text[at++]);
      }
    }
    int mantissaEnd = at;
    String exponent = "p0";
    if (at < end && (text[at] | 0x20) == 'p') {
      int start = at++;
      if (at < end && (text[at] == '-' || text[at] == '+')) {
        at++;
      }
      if (skipDigits() == 0) {
        at = mantissaEnd;
      } else {
        exponent =
            new String(text, start, at - start, java.nio.charset.StandardCharsets.ISO_8859_1);
      }
    }
    return Double.parseDouble(digits + exponent);
  }

  private int skipDigits() {
    int start = at;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at - start;
  }

  private void skipSpace() {
    while (at < end && Ascii.isSpace(text[at] & 0xff)) {
      at++;
    }
  }

  private boolean startsWith(String lowerCase) {
    if (end - at < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if (Ascii.toLower(text[at + i] & 0xff) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
