package dev.fnstore.engine.lua;

import java.math.BigInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code tonumber}: in base 10 any number, in others what C's {@code strtoul} reads. */
final class ToNumber {
  private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private ToNumber() {}

  static Varargs apply(Varargs arguments) {
    int base = (int) Args.integer(arguments, 2, 10);
    if (base == 10) {
      LuaValue value = Args.any(arguments, 1);
      if (value instanceof Num) {
        return value;
      }
      double number = NumberParser.coerce(value);
      return NumberParser.isNone(number) ? LuaValue.NIL : Num.of(number);
    }
    LuaString text = Args.string(arguments, 1);
    if (base < 2 || base > 36) {
      throw LuaRaise.argument(2, "base out of range");
    }
    return unsigned(Str.latin1(text), base);
  }

  private static LuaValue unsigned(String given, int base) {
    int zero = given.indexOf(0);
    String text = zero < 0 ? given : given.substring(0, zero);
    int at = skipSpace(text, 0);
    boolean negative = false;
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      negative = text.charAt(at++) == '-';
    }
    if (base == 16
        && text.regionMatches(true, at, "0x", 0, 2)
        && at + 2 < text.length()
        && digit(text.charAt(at + 2), 16) >= 0) {
      at += 2;
    }
    int start = at;
    while (at < text.length() && digit(text.charAt(at), base) >= 0) {
      at++;
    }
    if (at == start || skipSpace(text, at) != text.length()) {
      return LuaValue.NIL;
    }
    BigInteger value = new BigInteger(text.substring(start, at), base);
    if (value.compareTo(MOST) > 0) {
      return Num.of(MOST.doubleValue());
    }
    return Num.of((negative ? value.negate().and(MOST) : value).doubleValue());
  }

  private static int digit(char c, int base) {
    return c < 128 ? Character.digit(c, base) : -1;
  }

  private static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && Ascii.isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
