package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Takes arguments of library functions, with C Lua's errors where they are of the wrong type. */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class Args {
  private Args() {}

  static LuaRaise typeError(Varargs arguments, int number, String expected) {
    String got =
        number > arguments.narg() ? "no value" : Operations.typeName(arguments.arg(number));
    return LuaRaise.argument(number, expected + " expected, got " + got);
  }

  static LuaValue any(Varargs arguments, int number) {
    if (number > arguments.narg()) {
      throw LuaRaise.argument(number, "value expected");
    }
    return arguments.arg(number);
  }

  static LuaString string(Varargs arguments, int number) {
    LuaString string = Str.coerce(arguments.arg(number));
    if (string == null) {
      throw typeError(arguments, number, "string");
    }
    return string;
  }

  static LuaString string(Varargs arguments, int number, LuaString otherwise) {
    return arguments.arg(number) == LuaValue.NIL ? otherwise : string(arguments, number);
  }

  static double number(Varargs arguments, int number) {
    double value = NumberParser.coerce(arguments.arg(number));
    if (NumberParser.isNone(value)) {
      throw typeError(arguments, number, "number");
    }
    return value;
  }

  static double number(Varargs arguments, int number, double otherwise) {
    return arguments.arg(number) == LuaValue.NIL ? otherwise : number(arguments, number);
  }

  /** Cut to an integer as x86-64 does it. */
  static long integer(Varargs arguments, int number) {
    return toLong(number(arguments, number));
  }

  /** Cut to an integer; NaN and what does not fit become the least one, as on x86-64. */
  static long toLong(double value) {
    return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
  }

  static long integer(Varargs arguments, int number, long otherwise) {
    return arguments.arg(number) == LuaValue.NIL ? otherwise : integer(arguments, number);
  }

  /** As {@code int} of C: for what counts elements. */
  static int smallInteger(Varargs arguments, int number) {
    return (int) integer(arguments, number);
  }

  static Table table(Varargs arguments, int number) {
    if (arguments.arg(number) instanceof Table table) {
      return table;
    }
    throw typeError(arguments, number, "table");
  }

  static LuaValue function(Varargs arguments, int number) {
    LuaValue value = arguments.arg(number);
    if (!value.isfunction()) {
      throw typeError(arguments, number, "function");
    }
    return value;
  }
}
