package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.LuaTree.expression;
import static dev.fnstore.engine.lua.LuaTree.statement;

import dev.fnstore.engine.lua.ProgramScope.VariableType;
import java.util.ArrayList;
import java.util.List;

/** What raises errors, mostly: their texts name variables, types and lines. */
final class ProgramFaults {
  private final ProgramParts parts;
  private final ProgramScope scope;

  ProgramFaults(ProgramParts parts) {
    this.parts = parts;
    this.scope = parts.scope;
  }

  LuaTree fault() {
    return switch (scope.below(9)) {
      case 0, 1, 2 -> guarded(List.of(statement("return ", wild(2))));
      case 3 -> ofLocals();
      case 4 -> ofAssignment();
      case 5 -> handled();
      case 6 -> levels();
      case 7 -> raised();
      default -> statement("T(pcall(", misused(), ", ", parts.values.list(1, 3), "))");
    };
  }

  private LuaTree guarded(List<LuaTree> statements) {
    List<LuaTree> all = new ArrayList<>();
    all.add(statement("M()"));
    all.addAll(statements);
    return statement(
        "T(pcall(function(...) ", LuaTree.block(all), "end, ", parts.values.list(1, 2), "))");
  }

  /** Without what repeats: random arguments would make it run for long. */
  private String misused() {
    return scope.pick(
        "setmetatable",
        "getmetatable",
        "tonumber",
        "tostring",
        "select",
        "unpack",
        "rawset",
        "rawequal",
        "assert",
        "loadstring",
        "string.format",
        "string.find",
        "math.floor",
        "math.max",
        "bit.band",
        "bit.tohex",
        "next",
        "ipairs",
        "pairs",
        "type",
        "coroutine.resume",
        "coroutine.create",
        "cjson.decode",
        "cjson.encode",
        "cmsgpack.unpack",
        "struct.pack",
        "nil",
        "5",
        "{}",
        "string.char",
        "xpcall",
        "math.fmod",
        "math.ldexp");
  }

  /** A place that is read from: a local, an upvalue, a field, a global, a constant. */
  private String place() {
    String variable = scope.anyVariable("string");
    return switch (scope.below(8)) {
      case 0, 1, 2 -> variable;
      case 3 ->
          scope.variable(VariableType.TABLE, "KEYS_") + "." + scope.pick(ProgramValues.FIELDS);
      case 4 -> variable + "." + scope.pick(ProgramValues.FIELDS);
      case 5 ->
          scope.variable(VariableType.TABLE, "math") + "." + scope.pick("none", "x", "y.z", "x.y");
      case 6 -> scope.pick("string.none", "undefined", "math", "nosuch.x", "(nil)", "('s').x");
      default -> scope.pick("(...)", variable, "({})", "({}).f", "('x')", "(5)");
    };
  }

  /** An operation on whatever there is. */
  LuaTree wild(int depth) {
    return switch (scope.below(10)) {
      case 0, 1 ->
          expression(
              operand(depth), scope.pick(" + ", " - ", " * ", " / ", " % ", " ^ "), operand(depth));
      case 2 -> expression(operand(depth), " .. ", operand(depth));
      case 3 -> expression(operand(depth), " .. ", operand(depth), " .. ", operand(depth));
      case 4 ->
          expression(operand(depth), scope.pick(" < ", " <= ", " > ", " >= "), operand(depth));
      case 5 -> expression(scope.pick("-", "#", "not "), operand(depth));
      case 6 -> expression(place(), "(", parts.values.listOrNothing(depth - 1, 2), ")");
      case 7 ->
          expression(
              place(),
              ":",
              scope.pick("none", "x", "upper", "len", "byte"),
              "(",
              parts.values.listOrNothing(depth - 1, 2),
              ")");
      case 8 -> expression(place(), "[", parts.values.any(1), "]");
      default -> expression(operand(depth), scope.pick(" == ", " ~= "), operand(depth));
    };
  }

  private LuaTree operand(int depth) {
    if (depth <= 0 || scope.chance(60)) {
      return expression(place());
    }
    return scope.chance(50) ? parts.values.any(1) : expression("(", wild(depth - 1), ")");
  }

  private LuaTree ofLocals() {
    String name = scope.freshName("l");
    int mark = scope.mark();
    scope.declare(name, scope.pick(VariableType.ANY, VariableType.TABLE));
    List<LuaTree> statements = new ArrayList<>();
    statements.add(statement("local ", name, " = ", parts.values.any(1)));
    if (scope.chance(40)) {
      parts.statements.fill(statements, 1);
    }
    String other = scope.freshName("l");
    statements.add(statement("local ", other, " = ", wild(2)));
    scope.declare(other, VariableType.ANY);
    statements.add(statement("return ", wild(1), ", ", wild(1)));
    LuaTree fault = guarded(statements);
    scope.leave(mark);
    return fault;
  }

  private LuaTree ofAssignment() {
    LuaTree value = parts.values.any(1);
    return guarded(
        List.of(
            switch (scope.below(5)) {
              case 0 ->
                  statement("local q = ", value, " q.", scope.pick(ProgramValues.FIELDS), ".y = 1");
              case 1 -> statement("undefined_", scope.pick("a", "b"), " = ", value);
              case 2 -> statement("string.x = ", value);
              case 3 ->
                  statement("for i = ", value, ", ", parts.values.any(1), " do F() break end");
              default ->
                  statement("for k, v in ", parts.values.any(1), " do F() T(k, v) break end");
            }));
  }

  private LuaTree handled() {
    String handler =
        scope.pick(
            "function(e) M() T('handler', e) return e, 2 end",
            "function(e) return type(e) end",
            "function(e) error(e, 0) end",
            "function(e) return {e} end",
            "tostring",
            "nil");
    boolean printsAddress = handler.equals("tostring");
    return statement(
        "T(xpcall(function(...) M() return ",
        wild(2),
        " end, ",
        printsAddress ? "type" : handler,
        "))");
  }

  private LuaTree levels() {
    return statement(
        "T(pcall(function() M() ",
        scope.pick("local function e(...)", "local e = function(m)"),
        " error(",
        scope.pick("'boom'", "'x' .. 1", "12", "nil", "true"),
        ", ",
        // This engine does not look beyond pcall, so a level of 3 needs a caller besides it.
        scope.pick(
            "0) end T(pcall(e))",
            "1) end T(pcall(e))",
            "2) end T(pcall(e))",
            "3) end e()",
            "0) end e()",
            "1) end return (e())",
            "2) end e()",
            "2) end return e()",
            "2) end local x = e() return x"),
        " end))");
  }

  private LuaTree raised() {
    parts.raisesTables = true;
    return switch (scope.below(4)) {
      case 0 ->
          statement("T(pcall(error, (", parts.values.any(2), ")))"); // a level is another matter
      case 1 ->
          statement(
              "T(pcall(function() M() error({err = ",
              scope.pick("'E1 text'", "5", "nil", "{}"),
              ", x = 1}) end))");
      case 2 ->
          statement(
              "T(pcall(function(...) M() local ok, e = pcall(error, ",
              parts.values.table(1),
              ") T(ok, e) error(e) end))");
      default -> statement("T(pcall(assert, ", parts.values.list(2, 3), "))");
    };
  }

  /** An error that leaves the block unless something catches it. */
  LuaTree escaping() {
    return switch (scope.below(3)) {
      case 0 ->
          statement(
              "if ",
              parts.values.condition(2),
              " then error(",
              scope.pick("'out'", "'x' .. 2", "nil", "3"),
              scope.pick("", ", 0", ", 2", ", 1"),
              ") end");
      case 1 -> statement("T(", wild(2), ")");
      default -> statement("T(assert(", parts.values.condition(1), ", 'asserted'))");
    };
  }
}
