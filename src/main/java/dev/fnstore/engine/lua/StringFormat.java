package dev.fnstore.engine.lua;

import java.math.BigInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;

/** One call of {@code string.format}: C's printf for one argument after the other. */
final class StringFormat {
  private static final String FLAGS = "-+ #0";
  private static final int LONG_ENOUGH_TO_COPY = 100;

  private final Varargs arguments;
  private final LuaString format;
  private final ByteBuilder out = new ByteBuilder();
  private final byte[] scratch = new byte[NumberBytes.MOST_BYTES];
  private int at;
  private int argument = 1;

  /** A bit for each of {@link #FLAGS}. */
  private int flags;

  private int width;
  private int precision;

  StringFormat(Varargs arguments) {
    this.arguments = arguments;
    this.format = Args.string(arguments, 1);
  }

  LuaString format() {
    for (; ; ) {
      int plain = at;
      while (at < format.m_length && Str.at(format, at) != '%') {
        at++;
      }
      out.append(format.m_bytes, format.m_offset + plain, at - plain);
      if (at++ == format.m_length) {
        return out.toLuaString();
      } else if (peek() == '%') {
        out.append('%');
        at++;
      } else {
        convert();
      }
    }
  }

  private int peek() {
    return at < format.m_length ? Str.at(format, at) : 0;
  }

  private void convert() {
    argument++;
    if (argument > arguments.narg()) {
      throw LuaRaise.argument(argument, "no value");
    }
    readSpecification();
    int conversion = peek();
    at++;
    switch (conversion) {
      case 'c' -> character(toByte(Args.number(arguments, argument)));
      case 'd', 'i' -> signed(whole(Args.number(arguments, argument)));
      case 'o' -> unsigned(8, "0");
      case 'u' -> unsigned(10, "");
      case 'x' -> unsigned(16, "0x");
      case 'X' -> unsigned(16, "0X");
      case 'e', 'E', 'f', 'g', 'G' -> real(conversion, Args.number(arguments, argument));
      case 'q' -> quote(Args.string(arguments, argument));
      case 's' -> string(Args.string(arguments, argument));
      default ->
          throw LuaRaise.error(
              "invalid option '%"
                  + (conversion == 0 ? "" : String.valueOf((char) conversion))
                  + "' to 'format'");
    }
  }

  private void readSpecification() {
    int start = at;
    flags = 0;
    for (int flag = flag(); flag >= 0; flag = flag()) {
      flags |= 1 << flag;
      at++;
    }
    if (at - start > FLAGS.length()) {
      throw LuaRaise.error("invalid format (repeated flags)");
    }
    width = Math.max(digits(), 0);
    precision = -1;
    if (peek() == '.') {
      at++;
      precision = Math.max(digits(), 0);
    }
    if (Ascii.isDigit(peek())) {
      throw LuaRaise.error("invalid format (width or precision too long)");
    }
  }

  private int flag() {
    int c = peek();
    return c > '0' ? -1 : FLAGS.indexOf(c);
  }

  private int digits() {
    int value = -1;
    for (int i = 0; i < 2 && Ascii.isDigit(peek()); i++) {
      value = Math.max(value, 0) * 10 + (peek() - '0');
      at++;
    }
    return value;
  }

  private boolean has(char flag) {
    return (flags & 1 << FLAGS.indexOf(flag)) != 0;
  }

  /** C cuts to an int first, which makes 0 of what does not fit. */
  private static byte toByte(double value) {
    return value > -0x1p31 - 1 && value < 0x1p31 ? (byte) (int) value : 0;
  }

  /** Of a zero byte nothing is left, nor of the blanks behind it. */
  private void character(byte value) {
    if (value != 0) {
      pad(Str.of(new byte[] {value}));
    } else if (!has('-')) {
      out.append(" ".repeat(Math.max(0, width - 1)));
    }
  }

  private void signed(long value) {
    if (precision < 0 && value != Long.MIN_VALUE) {
      plain(value < 0, plus(), NumberBytes.unsigned(scratch, 0, Math.abs(value)));
      return;
    }
    String digits = zeros(Long.toString(value).replace("-", ""), value == 0);
    number(value < 0 ? "-" : plus(), digits, precision < 0);
  }

  private void unsigned(int base, String prefix) {
    double given = Args.number(arguments, argument);
    long value = given >= 0x1p63 ? toUnsigned(given) : whole(given);
    if (precision < 0 && value >= 0 && !has('#') && base != 8) {
      int end =
          base == 10
              ? NumberBytes.unsigned(scratch, 0, value)
              : NumberBytes.hexadecimal(scratch, 0, value, prefix.charAt(1) == 'X');
      plain(false, "", end);
      return;
    }
    String digits = zeros(Long.toUnsignedString(value, base), value == 0);
    if (prefix.equals("0X")) {
      digits = digits.toUpperCase(java.util.Locale.ROOT);
    }
    String sign = "";
    if (has('#') && base == 8) {
      digits = digits.startsWith("0") ? digits : "0" + digits; // also of zero without digits
    } else if (has('#') && value != 0) {
      sign = prefix;
    }
    number(sign, digits, precision < 0);
  }

  private static long toUnsigned(double value) {
    return value < 0x1p63
        ? (long) value
        : value < 0x1p64 ? BigInteger.valueOf((long) (value / 2)).shiftLeft(1).longValue() : 0;
  }

  /** As x86-64 converts: what does not fit is the least integer. */
  private static long whole(double value) {
    return Args.toLong(value);
  }

  private String zeros(String digits, boolean isZero) {
    if (precision == 0 && isZero) {
      return "";
    }
    return "0".repeat(Math.max(0, precision - digits.length())) + digits;
  }

  private String plus() {
    return has('+') ? "+" : has(' ') ? " " : "";
  }

  private void real(int conversion, double value) {
    int digits = precision < 0 ? 6 : precision;
    if (conversion == 'f' && !has('#')) {
      int end = NumberBytes.fixed(scratch, 0, Math.abs(value), digits);
      if (end != NumberBytes.REFUSED) {
        plain(value < 0 || (value == 0 && 1 / value < 0), plus(), end);
        return;
      }
    }
    String text =
        switch (conversion | 0x20) {
          case 'e' -> NumberFormat.exponential(value, digits, has('#'));
          case 'f' -> NumberFormat.fixed(value, digits, has('#'));
          default -> NumberFormat.general(value, digits, has('#'));
        };
    if (conversion < 'a') {
      text = text.toUpperCase(java.util.Locale.ROOT);
    }
    boolean negative = text.startsWith("-");
    boolean isFinite = !Double.isNaN(value) && !Double.isInfinite(value);
    number(negative ? "-" : plus(), negative ? text.substring(1) : text, isFinite);
  }

  /** The number of which the digits are in {@link #scratch}, up to {@code end}. */
  private void plain(boolean isNegative, String plus, int end) {
    String sign = isNegative ? "-" : plus;
    int missing = width - sign.length() - end;
    boolean isLeft = has('-');
    boolean hasZeros = has('0');
    if (!isLeft && !hasZeros) {
      out.fill(' ', missing);
    }
    out.append(sign);
    if (!isLeft && hasZeros) {
      out.fill('0', missing);
    }
    out.append(scratch, 0, end);
    if (isLeft) {
      out.fill(' ', missing);
    }
  }

  private void number(String sign, String digits, boolean mayPadWithZeros) {
    int missing = width - sign.length() - digits.length();
    if (missing > 0 && has('0') && !has('-') && mayPadWithZeros) {
      out.append(sign).append("0".repeat(missing)).append(digits);
    } else {
      pad(Str.latin1(sign + digits));
    }
  }

  private void pad(LuaString text) {
    pad(text, text.m_length);
  }

  private void pad(LuaString text, int length) {
    if (!has('-')) {
      out.fill(' ', width - length);
    }
    out.append(text.m_bytes, text.m_offset, length);
    if (has('-')) {
      out.fill(' ', width - length);
    }
  }

  /** A zero byte ends the string, unless it is long and goes out as it is. */
  private void string(LuaString text) {
    if (precision < 0 && text.m_length >= LONG_ENOUGH_TO_COPY) {
      out.append(text);
      return;
    }
    int end = 0;
    int most = precision < 0 ? text.m_length : Math.min(precision, text.m_length);
    while (end < most && Str.at(text, end) != 0) {
      end++;
    }
    pad(text, end);
  }

  private void quote(LuaString text) {
    out.append('"');
    for (int i = 0; i < text.m_length; i++) {
      int c = Str.at(text, i);
      switch (c) {
        case '"', '\\', '\n' -> out.append('\\').append(c);
        case '\r' -> out.append("\\r");
        case 0 -> out.append("\\000");
        default -> out.append(c);
      }
    }
    out.append('"');
  }
}
