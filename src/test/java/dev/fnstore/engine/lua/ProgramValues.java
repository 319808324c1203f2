package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.LuaTree.expression;

import dev.fnstore.engine.lua.ProgramScope.VariableType;
import java.util.ArrayList;
import java.util.List;

/** Expressions of a wanted type, a few levels deep. */
final class ProgramValues {
  /**
   * No zeros: C Lua makes one constant of 0 and -0, also where they are folded, and this engine
   * does not. Nor a NaN of either sign: of two NaNs C's operators give the sign of one, Java's of
   * any.
   */
  private static final String[] NUMBERS = {
    "#''",
    "1",
    "2",
    "3",
    "-1",
    "7",
    "10",
    "0.5",
    "-2.5",
    ".25",
    "5.",
    "1e3",
    "0x10",
    "0xFF",
    "1e15",
    "1e16",
    "123456789012345",
    "9007199254740993",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "-2147483649",
    "1e100",
    "1e308",
    "1e-5",
    "1/0",
    "-1/0",
    "0/0",
    "-#''",
    "2 * 3",
    "2 ^ 10",
    "7 % -4",
    "0.1",
    "1/3",
    "math.huge",
    "math.pi",
    "9223372036854775807",
    "-9223372036854775808"
  };

  private static final String[] STRINGS = {
    "''",
    "'a'",
    "'abc'",
    "'hello world'",
    "'10'",
    "' 12 '",
    "'0x1F'",
    "'1e2'",
    "'-3.5'",
    "'x=1, y=2'",
    "'\\0\\1z'",
    "'\\200\\255'",
    "'a,b,,c'",
    "'(f(x)+[y])'",
    "'THE (quick) fox'",
    "\"it's\\n\\\"\\\\\"",
    "[[long\\n]]",
    "[==[]]x]==]",
    "'\\065\\66\\t'",
    "'%d'",
    "'a.b'"
  };
  static final String[] FIELDS = {"x", "y", "name", "n", "key", "z1"};

  private final ProgramParts parts;
  private final ProgramScope scope;

  ProgramValues(ProgramParts parts) {
    this.parts = parts;
    this.scope = parts.scope;
  }

  LuaTree of(VariableType type, int depth) {
    return switch (type) {
      case NUMBER -> number(depth);
      case STRING -> string(depth);
      case BOOLEAN -> condition(depth);
      case TABLE -> table(depth);
      case FUNCTION -> parts.functions.function();
      case ANY -> any(depth);
    };
  }

  LuaTree any(int depth) {
    return switch (scope.below(depth > 0 ? 16 : 8)) {
      case 0, 1 -> number(depth - 1);
      case 2, 3 -> string(depth - 1);
      case 4 -> condition(depth - 1);
      case 5 -> expression("nil");
      case 6, 7 -> expression(scope.anyVariable("nil"));
      case 8 -> table(depth - 1);
      case 9 -> field(depth);
      case 10 -> call(depth);
      case 11 -> expression("(", any(depth - 1), " and ", any(depth - 1), ")");
      case 12 -> expression("(", any(depth - 1), " or ", any(depth - 1), ")");
      case 13 -> scope.inCoroutine ? parts.coroutines.yielded(depth) : number(depth);
      case 14 ->
          scope.hasVarargs
              ? expression("(select(", scope.pick("1", "2", "-1"), ", ...))")
              : condition(depth);
      default -> expression("(tonumber(", any(depth - 1), "))");
    };
  }

  LuaTree field(int depth) {
    String table = scope.variable(VariableType.TABLE, "({10, 20, x = 5})");
    return switch (scope.below(3)) {
      case 0 -> expression(table, ".", scope.pick(FIELDS));
      case 1 -> expression(table, "[", number(depth - 1), "]");
      default -> expression(table, "[", scope.pick("1", "2", "'x'", "#" + table), "]");
    };
  }

  /** Of a function in sight; of what stands for one if there is none. */
  LuaTree call(int depth) {
    String function = scope.variable(VariableType.FUNCTION, "type");
    return expression("(", function, "(", listOrNothing(depth - 1, 3), "))");
  }

  /** As {@link #list}, or nothing. */
  LuaTree listOrNothing(int depth, int most) {
    return scope.chance(20) ? expression() : list(depth, most);
  }

  /** One to {@code most} values; the varargs or what a call gives may follow. */
  LuaTree list(int depth, int most) {
    List<Object> values = new ArrayList<>();
    int count = scope.below(most) + 1;
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        values.add(", ");
      }
      values.add(plain(depth));
    }
    if (scope.hasVarargs && scope.chance(30)) {
      values.add(", ...");
    } else if (scope.chance(15)) {
      values.add(scope.pick(", T()", ", unpack({1, 2})"));
    }
    return new LuaTree(LuaTree.Kind.EXPRESSION, values);
  }

  /** Any value whose text is the same everywhere. */
  LuaTree plain(int depth) {
    return switch (scope.below(4)) {
      case 0 -> number(depth);
      case 1 -> string(depth);
      case 2 -> condition(depth);
      default -> any(depth);
    };
  }

  LuaTree number(int depth) {
    if (depth <= 0 || scope.chance(20)) {
      return expression(
          scope.chance(50) ? scope.variable(VariableType.NUMBER, "4") : scope.pick(NUMBERS));
    }
    return switch (scope.below(16)) {
      case 0, 1, 2, 3 ->
          expression(
              "(",
              unfolded(depth - 1),
              scope.pick(" + ", " - ", " * ", " / ", " % "),
              number(depth - 1),
              ")");
      // Powers that C and Java round alike.
      case 4 ->
          expression("(#(", string(depth - 1), ") ^ ", scope.pick("2", "0", "1", "-1", "1/0"), ")");
      case 5 -> expression("(-#(", string(depth - 1), "))");
      case 6 -> expression("#", scope.variable(VariableType.TABLE, "{1, 2, nil, 4}"));
      case 7 -> expression("#(", string(depth - 1), ")");
      case 8 ->
          expression(
              "math.",
              scope.pick("floor", "ceil", "abs", "max", "min", "fmod", "sqrt", "modf", "frexp"),
              "(",
              number(depth - 1),
              ", ",
              number(depth - 1),
              ")");
      case 9 -> expression("(tonumber(", string(depth - 1), ") or 3)");
      case 10 ->
          expression(
              "(tonumber(",
              string(depth - 1),
              ", ",
              scope.pick("2", "10", "16", "36", "8"),
              ") or 4)");
      case 11 -> expression("(tonumber(", field(depth), ") or 5)");
      case 12 -> expression("select('#', ", list(depth - 1, 2), ", nil)");
      case 13 -> bits(depth);
      case 14 -> expression("(tonumber(", call(depth), ") or 6)");
      default ->
          expression(
              "(string.byte(", string(depth - 1), ", ", scope.pick("1", "-1", "3"), ") or 0)");
    };
  }

  /** A number that the compiler does not know. */
  private LuaTree unfolded(int depth) {
    return switch (scope.below(4)) {
      case 0 -> expression("#", scope.variable(VariableType.TABLE, "{1, 2}"));
      case 1 -> expression("math.abs(", number(depth), ")");
      case 2 -> expression("(tonumber(", field(depth), ") or 8)");
      default -> expression("(tonumber(", scope.variable(VariableType.NUMBER, "#'abc'"), ") or 9)");
    };
  }

  private LuaTree bits(int depth) {
    return switch (scope.below(3)) {
      case 0 ->
          expression(
              "bit.",
              scope.pick("band", "bor", "bxor"),
              "(",
              number(depth - 1),
              ", ",
              number(depth - 1),
              ")");
      case 1 ->
          expression("bit.", scope.pick("tobit", "bnot", "bswap"), "(", number(depth - 1), ")");
      default ->
          expression(
              "bit.",
              scope.pick("lshift", "rshift", "arshift", "rol", "ror"),
              "(",
              number(depth - 1),
              ", ",
              number(depth - 1),
              ")");
    };
  }

  LuaTree string(int depth) {
    if (depth <= 0 || scope.chance(25)) {
      return expression(
          scope.chance(50)
              ? scope.variable(VariableType.STRING, "'str'")
              : "(" + scope.pick(STRINGS) + ")");
    }
    return parts.strings.string(depth);
  }

  LuaTree condition(int depth) {
    if (depth <= 0 || scope.chance(20)) {
      return expression(scope.pick("true", "false", scope.variable(VariableType.BOOLEAN, "true")));
    }
    return switch (scope.below(6)) {
      case 0, 1 -> compared(number(depth - 1), number(depth - 1));
      case 2 -> compared(string(depth - 1), string(depth - 1));
      case 3 -> expression("(", any(depth - 1), scope.pick(" == ", " ~= "), any(depth - 1), ")");
      case 4 -> expression("(not ", any(depth - 1), ")");
      default ->
          expression(
              "(", condition(depth - 1), scope.pick(" and ", " or "), condition(depth - 1), ")");
    };
  }

  private LuaTree compared(LuaTree a, LuaTree b) {
    return expression("(", a, scope.pick(" < ", " <= ", " > ", " >= ", " == ", " ~= "), b, ")");
  }

  LuaTree table(int depth) {
    if (scope.chance(25) && !scope.names(VariableType.TABLE).isEmpty()) {
      return expression(scope.variable(VariableType.TABLE, "{}"));
    }
    List<Object> items = new ArrayList<>();
    items.add("{");
    for (int i = scope.below(4); i > 0; i--) {
      switch (scope.below(5)) {
        case 0 -> {
          items.add(scope.pick(FIELDS) + " = ");
          items.add(any(depth - 1));
        }
        case 1 -> {
          items.add("[");
          items.add(
              scope.chance(50) ? expression(scope.pick("1", "2", "3", "5")) : string(depth - 1));
          items.add("] = ");
          items.add(any(depth - 1));
        }
        default -> items.add(any(depth - 1));
      }
      items.add(scope.pick(", ", "; "));
    }
    items.add(listOrNothing(depth - 1, 2));
    items.add("}");
    return new LuaTree(LuaTree.Kind.EXPRESSION, items);
  }
}
