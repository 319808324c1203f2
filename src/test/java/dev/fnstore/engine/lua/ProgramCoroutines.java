package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.LuaTree.expression;

/** Coroutines that are resumed a few times, past their end too. */
final class ProgramCoroutines {
  private final ProgramParts parts;
  private final ProgramScope scope;

  ProgramCoroutines(ProgramParts parts) {
    this.parts = parts;
    this.scope = parts.scope;
  }

  LuaTree yielded(int depth) {
    return expression("(coroutine.yield(", parts.values.list(depth - 1, 2), "))");
  }

  LuaTree statement(int depth) {
    return switch (scope.below(3)) {
      case 0 -> LuaTree.statement("T(coroutine.yield(", parts.values.list(depth, 2), "))");
      case 1 ->
          LuaTree.statement(
              "for y = 1, 2 do F() T(y, coroutine.yield(", parts.values.list(depth, 2), ")) end");
      default ->
          LuaTree.statement(
              "do local function inner(a, ...) F() T(a, coroutine.yield(a, ",
              parts.values.any(depth),
              ")) return a end ",
              scope.pick("inner(7)", "T(inner(8), inner(9))", "T(pcall(inner, 3))"),
              " end");
    };
  }

  LuaTree coroutine() {
    boolean outer = scope.inCoroutine;
    scope.inCoroutine = true;
    LuaTree body = parts.functions.body("M()", scope.chance(40), "");
    scope.inCoroutine = outer;
    LuaTree given = parts.values.list(1, 2);
    String name = scope.freshName("co");
    return switch (scope.below(4)) {
      case 0, 1 ->
          LuaTree.statement(
              "do local ",
              name,
              " = coroutine.create(function",
              body,
              "end) for i = 1, 5 do F() T(coroutine.status(",
              name,
              "), coroutine.resume(",
              name,
              ", ",
              given,
              ")) end T(coroutine.status(",
              name,
              ")) end");
      case 2 ->
          LuaTree.statement(
              "do local ",
              name,
              " = coroutine.wrap(function",
              body,
              "end) for i = 1, 4 do F() T(pcall(",
              name,
              ", ",
              given,
              ")) end end");
      default ->
          LuaTree.statement(
              "T(pcall(function() M() for a, b in coroutine.wrap(function",
              body,
              "end) do F() T(a, b) end end))");
    };
  }
}
