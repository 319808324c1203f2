package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.LuaTree.statement;

import dev.fnstore.engine.lua.ProgramScope.VariableType;
import java.util.ArrayList;
import java.util.List;

/** Tables with metatables, and methods. */
final class ProgramObjects {
  private static final String[] OPERATORS = {
    "__add",
    "__sub",
    "__mul",
    "__div",
    "__mod",
    "__pow",
    "__concat",
    "__eq",
    "__lt",
    "__le",
    "__unm",
    "__len",
    "__call",
    "__tostring"
  };

  private final ProgramParts parts;
  private final ProgramScope scope;

  ProgramObjects(ProgramParts parts) {
    this.parts = parts;
    this.scope = parts.scope;
  }

  /** An object, another of the same metatable, and operations on them. */
  LuaTree object() {
    String first = scope.freshName("o");
    String second = scope.freshName("o");
    int mark = scope.mark();
    List<Object> handlers = new ArrayList<>(List.of("local mt = {"));
    for (int i = scope.below(5) + 1; i > 0; i--) {
      handlers.add(scope.pick(OPERATORS) + " = ");
      handlers.add(handler());
      handlers.add(", ");
    }
    if (scope.chance(50)) {
      handlers.add("__index = ");
      handlers.add(
          scope.chance(50)
              ? LuaTree.expression(
                  "function(t, k, ...) M() T('index', k) return ", parts.values.any(2), " end")
              : parts.values.table(2));
      handlers.add(", ");
    }
    if (scope.chance(40)) {
      handlers.add("__newindex = ");
      handlers.add(
          LuaTree.expression(
              scope.pick(
                  "function(t, k, v) M() T('new', k, v) rawset(t, k, v) end",
                  "function(t, k, v) M() T('new', k) end",
                  "{}")));
    }
    handlers.add("}");
    List<LuaTree> statements = new ArrayList<>();
    statements.add(new LuaTree(LuaTree.Kind.STATEMENT, handlers));
    statements.add(statement("local ", first, " = setmetatable(", parts.values.table(0), ", mt)"));
    statements.add(
        statement(
            "local ", second, " = ", scope.pick("setmetatable({}, mt)", first, "{}", "4", "'s'")));
    scope.declare(first, VariableType.ANY);
    scope.declare(second, VariableType.ANY);
    for (int i = scope.below(4) + 2; i > 0; i--) {
      statements.add(use(first, second));
    }
    scope.leave(mark);
    return statement("do", LuaTree.block(statements), "end");
  }

  private LuaTree handler() {
    return LuaTree.expression(
        "function(a, b, ...) M() T(type(a), type(b), ...) return ",
        scope.pick("type(b)", "true", "false", "nil", "5, 6", "a", "'r'", "T()", "rawequal(a, b)"),
        " end");
  }

  private LuaTree use(String first, String second) {
    String a = scope.pick(first, second, first, "2", "'t'", "nil");
    String b = scope.pick(first, second, second, "3", "'u'", "nil");
    return switch (scope.below(6)) {
      case 0, 1 ->
          statement(
              "T(pcall(function(...) return ",
              a,
              scope.pick(" + ", " - ", " * ", " / ", " % ", " ^ ", " .. ", " .. 'm' .. "),
              b,
              " end))");
      case 2 ->
          statement(
              "T(pcall(function(...) return ",
              a,
              scope.pick(" == ", " ~= ", " < ", " <= ", " > ", " >= "),
              b,
              " end))");
      case 3 ->
          statement(
              "T(pcall(function(...) return ",
              scope.pick("-" + first, "#" + first, first + ".x", first + "[1]", first + ":m(1)"),
              ", ",
              first,
              scope.pick("(1, 2)", ".y", "[2]"),
              " end))");
      case 4 ->
          statement(
              "T(pcall(function(...) ",
              first,
              scope.pick(".x", ".w", "[1]", "[9]"),
              " = ",
              parts.values.any(1),
              " end), ",
              first,
              ")");
      default -> statement("T(pcall(", first, ", ", parts.values.list(1, 2), "))");
    };
  }

  /** A class with inheritance. */
  LuaTree type() {
    String base = scope.freshName("B");
    String name = scope.freshName("C");
    return statement(
        "do local ",
        base,
        " = {} ",
        base,
        ".__index = ",
        base,
        " function ",
        base,
        ".new(v) return setmetatable({v = v}, ",
        base,
        ") end function ",
        base,
        ":get(",
        "...) F() T(self.v) return ",
        parts.values.any(2),
        " end local ",
        name,
        " = setmetatable({}, ",
        base,
        ") ",
        name,
        ".__index = ",
        name,
        " function ",
        name,
        ":",
        scope.pick("get", "put"),
        "(a, ...) F() T('sub', a) return ",
        base,
        ".get(self, a) end local o = setmetatable({v = ",
        parts.values.any(1),
        "}, ",
        scope.pick(name, base),
        ") T(pcall(o.get, o, 1)) T(pcall(function(...) return o:get(2), o:put(3) end)) end");
  }
}
