package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.LuaTree.expression;
import static dev.fnstore.engine.lua.LuaTree.statement;

/** Calls of the string library: formats, patterns, replacements. */
final class ProgramStrings {
  private static final String[] FORMATS = {
    "%d", "%5d", "%-5d|", "%05d", "%+d", "% d", "%i", "%u", "%c", "%x", "%X", "%#x", "%o", "%e",
    "%.3e", "%E", "%f", "%.2f", "%10.3f", "%g", "%.3g", "%G", "%.0f", "%#.0f", "%+.1e", "%.14g",
    "%.17g", "%5.1f|", "%-8.2f|", "%08.3f", "%.5d", "%8.3d|"
  };
  private static final String[] TEXT_FORMATS = {"%s", "%10s|", "%-6s|", "%.2s", "%5.1s|", "%q"};
  private static final String[] WRONG_FORMATS = {"%y", "%", "%123d", "%.123f", "%------d", "%10q"};
  private static final String[] CLASSES = {
    ".", "%a", "%d", "%s", "%w", "%p", "%u", "%l", "%x", "%c", "%z", "[abc]", "[^a]", "[a-m]",
    "[%w_]", "[^%s,]", "[]]", "[%-x]", "a", "l", "b", ",", "%.", "%%", "x", " "
  };
  private static final String[] WRONG_PATTERNS = {
    "(", ")", "%", "[a", "[]", "[^", "(()", "%1", "(%1)", "%b", "%bx", "%f", "%fa", "(a)%2", "a)"
  };

  private final ProgramParts parts;
  private final ProgramScope scope;

  ProgramStrings(ProgramParts parts) {
    this.parts = parts;
    this.scope = parts.scope;
  }

  private LuaTree number(int depth) {
    return parts.values.number(depth - 1);
  }

  private LuaTree text(int depth) {
    return parts.values.string(depth - 1);
  }

  LuaTree string(int depth) {
    return switch (scope.below(12)) {
      case 0, 1 -> expression("(", text(depth), " .. ", text(depth), ")");
      case 2 -> expression("(", text(depth), " .. ", number(depth), " .. ", text(depth), ")");
      case 3 -> expression("tostring(", number(depth), ")");
      case 4 ->
          expression("string.", scope.pick("lower", "upper", "reverse"), "(", text(depth), ")");
      case 5 -> expression("string.sub(", text(depth), ", ", position(depth), ")");
      case 6 ->
          expression(
              "(",
              text(depth),
              "):sub(",
              scope.pick("1", "2", "-3", "0"),
              ", ",
              position(depth),
              ")");
      case 7 -> expression("(", text(depth), "):rep(", scope.pick("0", "1", "2", "3", "-1"), ")");
      case 8 -> format(depth);
      case 9 -> expression("string.char(", scope.pick("65", "0", "255", "97, 98", ""), ")");
      case 10 -> expression("(tostring(", parts.values.condition(depth - 1), "))");
      default ->
          expression("(string.gsub(", text(depth), ", ", pattern(), ", ", replacement(), "))");
    };
  }

  private LuaTree position(int depth) {
    return scope.chance(70) ? expression(scope.pick("1", "3", "-1", "-4", "0")) : number(depth);
  }

  private LuaTree format(int depth) {
    return scope.chance(60)
        ? expression("string.format('", scope.pick(FORMATS), "', ", number(depth), ")")
        : expression("string.format('", scope.pick(TEXT_FORMATS), "', ", text(depth), ")");
  }

  /** A pattern whose search does not take long: few repetitions. */
  private String pattern() {
    if (scope.chance(10)) {
      return "'" + scope.pick(WRONG_PATTERNS) + "'";
    }
    StringBuilder pattern = new StringBuilder(scope.pick("'", "'", "'", "'^"));
    int repetitions = 2;
    boolean isOpen = false;
    for (int i = scope.below(4) + 1; i > 0; i--) {
      if (!isOpen && scope.chance(25)) {
        pattern.append('(');
        isOpen = true;
      }
      pattern.append(scope.chance(8) ? scope.pick("%b()", "%f[%w]", "()") : scope.pick(CLASSES));
      if (repetitions > 0 && scope.chance(40)) {
        repetitions--;
        pattern.append(scope.pick("*", "+", "-", "?"));
      }
      if (isOpen && scope.chance(50)) {
        pattern.append(scope.pick(")", ")", ")%1"));
        isOpen = false;
      }
    }
    return pattern.append(isOpen ? ")" : "").append(scope.pick("'", "'", "'", "$'")).toString();
  }

  private LuaTree replacement() {
    return switch (scope.below(5)) {
      case 0 -> expression("'[%0]'");
      case 1 -> expression("'", scope.pick("%1", "%1%1", "%%", "%2", "%z", "<>", "", "%"), "'");
      case 2 -> expression("{a = 'A', l = 1, b = false, x = ", parts.values.any(1), "}");
      default ->
          expression(
              "function(...) M() T('sub', ...) local p, q = ... return ",
              scope.pick("p", "q", "nil", "false", "p .. p", "#p", "{}", "(q or '')", "T()", "..."),
              " end");
    };
  }

  LuaTree call() {
    LuaTree subject = parts.values.string(2);
    return switch (scope.below(6)) {
      case 0 ->
          statement(
              "T(pcall(string.",
              scope.pick("find", "match"),
              ", ",
              subject,
              ", ",
              pattern(),
              scope.pick("", ", 2", ", -2", ", 1, true", ", 100", ", -100"),
              "))");
      case 1 ->
          statement(
              "T(pcall(string.gsub, ",
              subject,
              ", ",
              pattern(),
              ", ",
              replacement(),
              scope.pick("", ", 1", ", 0", ", -1", ", 2"),
              "))");
      case 2 ->
          statement(
              "T(pcall(string.format, '",
              scope.pick(scope.pick(FORMATS), scope.pick(TEXT_FORMATS), scope.pick(WRONG_FORMATS)),
              scope.pick("", " %s", " %d"),
              "', ",
              parts.values.list(2, 3),
              "))");
      case 3 ->
          statement(
              "T(pcall(function(...) for a, b in string.gmatch(",
              subject,
              ", ",
              pattern(),
              ") do F() T(a, b) end end))");
      case 4 ->
          statement(
              "T(pcall(string.",
              scope.pick("byte", "char", "sub", "upper", "len", "reverse"),
              ", ",
              parts.values.list(2, 3),
              "))");
      default -> codec();
    };
  }

  /** Round trips through the libraries that write bytes. */
  private LuaTree codec() {
    LuaTree value = parts.values.any(3);
    return switch (scope.below(5)) {
      case 0 ->
          statement("T(pcall(function(...) return cjson.decode(cjson.encode(", value, ")) end))");
      case 1 -> statement("T(pcall(cjson.encode, ", parts.values.plain(2), "))");
      case 2 ->
          statement(
              "T(pcall(cmsgpack.unpack, cmsgpack.pack(", value, ", ", parts.values.plain(1), ")))");
      case 3 ->
          statement(
              "T(pcall(struct.pack, '",
              scope.pick(">", "<", "", "!4"),
              scope.pick("b", "B", "h", "H", "l", "i4", "I2", "d", "f", "s", "c3", "xbx", "i3"),
              "', ",
              scope.chance(70) ? parts.values.number(2) : parts.values.string(2),
              "))");
      default ->
          statement(
              "T(pcall(struct.unpack, '",
              scope.pick(">", "<", ""),
              scope.pick("bB", "h", "I2b", "s", "c3", "Bc0", "i4", "bxb", "d"),
              "', ",
              parts.values.string(2),
              scope.pick("", ", 2", ", 0", ", 9"),
              "))");
    };
  }
}
