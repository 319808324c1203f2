package dev.fnstore.engine.lua;

import java.util.Locale;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.luaj.vm2.Varargs;

/** The functions of {@code bit}: integers of 32 bits, into which numbers wrap. */
final class BitLibrary {
  private static final int MOST_DIGITS = 8;

  /** Added to a number, it leaves the number's low 32 bits in those of the sum. */
  private static final double SHIFT = 6755399441055744.0;

  private BitLibrary() {}

  static Table table() {
    Library bit = new Library();
    unary(bit, "tobit", x -> x);
    unary(bit, "bnot", x -> ~x);
    unary(bit, "bswap", Integer::reverseBytes);
    folded(bit, "band", (x, y) -> x & y);
    folded(bit, "bor", (x, y) -> x | y);
    folded(bit, "bxor", (x, y) -> x ^ y);
    shift(bit, "lshift", (x, n) -> x << n);
    shift(bit, "rshift", (x, n) -> x >>> n);
    shift(bit, "arshift", (x, n) -> x >> n);
    shift(bit, "rol", Integer::rotateLeft);
    shift(bit, "ror", Integer::rotateRight);
    return bit.add("tohex", BitLibrary::toHex).frozen();
  }

  private static int bits(Varargs arguments, int number) {
    double value = Args.number(arguments, number);
    // how this engine keeps the sign of a NaN must not show
    return Double.isNaN(value) ? 0 : (int) Double.doubleToRawLongBits(value + SHIFT);
  }

  private static void unary(Library bit, String name, IntUnaryOperator operator) {
    bit.add(name, arguments -> Num.of(operator.applyAsInt(bits(arguments, 1))));
  }

  private static void folded(Library bit, String name, IntBinaryOperator operator) {
    bit.add(
        name,
        arguments -> {
          int result = bits(arguments, 1);
          for (int i = arguments.narg(); i >= 2; i--) { // in this order it finds wrong ones
            result = operator.applyAsInt(result, bits(arguments, i));
          }
          return Num.of(result);
        });
  }

  private static void shift(Library bit, String name, IntBinaryOperator operator) {
    bit.add(
        name,
        arguments -> {
          int value = bits(arguments, 1);
          return Num.of(operator.applyAsInt(value, bits(arguments, 2) & 31));
        });
  }

  private static Varargs toHex(Varargs arguments) {
    int value = bits(arguments, 1);
    int digits = arguments.narg() < 2 ? MOST_DIGITS : bits(arguments, 2);
    boolean isUpper = digits < 0;
    int count = digits == Integer.MIN_VALUE ? MOST_DIGITS : Math.min(Math.abs(digits), MOST_DIGITS);
    String hex = String.format(Locale.ROOT, "%08x", value).substring(MOST_DIGITS - count);
    return Str.of(isUpper ? hex.toUpperCase(Locale.ROOT) : hex);
  }
}
