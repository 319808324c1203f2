package dev.fnstore.engine.lua;

import static org.luaj.vm2.LuaValue.varargsOf;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.luaj.vm2.Varargs;

/**
 * The functions of {@code math}; random numbers are those of Valkey, so that a seed repeats them.
 */
final class MathLibrary {
  private static final double MOST_RANDOM = Integer.MAX_VALUE;

  private final Random48 random;

  private MathLibrary(Random48 random) {
    this.random = random;
  }

  static Table table(Random48 random) {
    MathLibrary library = new MathLibrary(random);
    Library math = new Library();
    addPlain(math);
    return math.add("fmod", MathLibrary::remainder)
        .add("mod", MathLibrary::remainder)
        .add("frexp", MathLibrary::split)
        .add("ldexp", arguments -> Num.of(scale(arguments)))
        .add("max", arguments -> extreme(arguments, true))
        .add("min", arguments -> extreme(arguments, false))
        .add("modf", MathLibrary::fraction)
        .add("random", library::random)
        .add(
            "randomseed",
            arguments -> {
              random.seed((int) Args.integer(arguments, 1));
              return org.luaj.vm2.LuaValue.NONE;
            })
        .add("huge", Double.POSITIVE_INFINITY)
        .add("pi", Math.PI)
        .frozen();
  }

  private static void addPlain(Library math) {
    unary(math, "abs", value -> Double.isNaN(value) ? NanSign.POSITIVE : Math.abs(value));
    unary(math, "acos", Math::acos);
    unary(math, "asin", Math::asin);
    unary(math, "atan", Math::atan);
    unary(math, "ceil", Math::ceil);
    unary(math, "cos", Math::cos);
    unary(math, "cosh", Math::cosh);
    unary(math, "deg", x -> x / (Math.PI / 180));
    unary(math, "exp", Math::exp);
    unary(math, "floor", Math::floor);
    unary(math, "log", Math::log);
    unary(math, "log10", Math::log10);
    unary(math, "rad", x -> x * (Math.PI / 180));
    unary(math, "sin", Math::sin);
    unary(math, "sinh", Math::sinh);
    unary(math, "sqrt", Math::sqrt);
    unary(math, "tan", Math::tan);
    unary(math, "tanh", Math::tanh);
    binary(math, "atan2", Math::atan2);
    binary(math, "pow", Operations::power);
  }

  private static void unary(Library math, String name, DoubleUnaryOperator operator) {
    math.add(name, arguments -> Num.of(operator.applyAsDouble(Args.number(arguments, 1))));
  }

  private static void binary(Library math, String name, DoubleBinaryOperator operator) {
    math.add(
        name,
        arguments -> {
          double second = Args.number(arguments, 2); // looked at before the first, as in Valkey
          return Num.of(operator.applyAsDouble(Args.number(arguments, 1), second));
        });
  }

  private static Varargs remainder(Varargs arguments) {
    double divisor = Args.number(arguments, 2);
    return Num.of(Args.number(arguments, 1) % divisor);
  }

  /** Mantissa from 0.5 up to 1, and exponent. */
  private static Varargs split(Varargs arguments) {
    double value = Args.number(arguments, 1);
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return varargsOf(Num.of(value), Num.ZERO);
    }
    int exponent = Math.getExponent(value) + 1;
    if (Math.abs(value) < Double.MIN_NORMAL) {
      exponent = Math.getExponent(value * 0x1p54) + 1 - 54;
    }
    double mantissa =
        exponent < -1000
            ? value * 0x1p60 * Math.scalb(1.0, -exponent - 60)
            : Math.scalb(value, -exponent);
    return varargsOf(Num.of(mantissa), Num.of(exponent));
  }

  private static double scale(Varargs arguments) {
    int exponent = Args.smallInteger(arguments, 2);
    return Math.scalb(Args.number(arguments, 1), exponent);
  }

  private static Varargs extreme(Varargs arguments, boolean isMost) {
    double result = Args.number(arguments, 1);
    for (int i = 2; i <= arguments.narg(); i++) {
      double value = Args.number(arguments, i);
      if (isMost ? value > result : value < result) {
        result = value;
      }
    }
    return Num.of(result);
  }

  private static Varargs fraction(Varargs arguments) {
    double value = Args.number(arguments, 1);
    if (Double.isInfinite(value)) {
      return varargsOf(Num.of(value), Num.of(Math.copySign(0, value)));
    }
    double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
    return varargsOf(Num.of(whole), Num.of(Math.copySign(value - whole, value)));
  }

  private Varargs random(Varargs arguments) {
    double r = random.next() % Integer.MAX_VALUE / MOST_RANDOM;
    switch (arguments.narg()) {
      case 0 -> {
        return Num.of(r);
      }
      case 1 -> {
        int most = Args.smallInteger(arguments, 1);
        if (most < 1) {
          throw LuaRaise.argument(1, "interval is empty");
        }
        return Num.of(Math.floor(r * most) + 1);
      }
      case 2 -> {
        int least = Args.smallInteger(arguments, 1);
        int most = Args.smallInteger(arguments, 2);
        if (least > most) {
          throw LuaRaise.argument(2, "interval is empty");
        }
        return Num.of(Math.floor(r * ((double) most - least + 1)) + least);
      }
      default -> throw LuaRaise.error("wrong number of arguments");
    }
  }
}
