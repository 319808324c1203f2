package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.LuaTree.statement;

import dev.fnstore.engine.lua.ProgramScope.VariableType;

/** Changes and traversals of tables, and the table library. */
final class ProgramTables {
  private final ProgramParts parts;
  private final ProgramScope scope;

  ProgramTables(ProgramParts parts) {
    this.parts = parts;
    this.scope = parts.scope;
  }

  private String table() {
    return scope.variable(VariableType.TABLE, "({3, 1, 2, x = 'y'})");
  }

  LuaTree change() {
    String table = scope.variable(VariableType.TABLE, "");
    if (table.isEmpty()) {
      return call();
    }
    LuaTree value = parts.values.any(2);
    return switch (scope.below(5)) {
      case 0 -> statement(table, ".", scope.pick(ProgramValues.FIELDS), " = ", value);
      case 1 -> statement(table, "[", scope.pick("1", "2", "4", "'k'", "#" + table), "] = ", value);
      case 2 -> statement(table, "[#", table, " + 1] = ", value);
      case 3 -> {
        String other = table();
        yield other.startsWith("(")
            ? statement(table, ".x = ", value)
            : statement(table, "[1], ", other, ".y = ", value, ", ", table, ".x");
      }
      default -> statement("T(pcall(function(...) ", table, "[", key(), "] = 1 end))");
    };
  }

  /** None that is hashed by its address: in what order those come is left open. */
  private LuaTree key() {
    return switch (scope.below(4)) {
      case 0 -> parts.values.number(1);
      case 1 -> parts.values.string(1);
      case 2 -> parts.values.condition(1);
      default -> LuaTree.expression(scope.pick("nil", "0/0", "1e300"));
    };
  }

  LuaTree call() {
    String table = table();
    return switch (scope.below(10)) {
      case 0 ->
          statement(
              "T(pcall(table.insert, ",
              table,
              scope.pick(", ", ", ", ", 1, ", ", 2, ", ", 5, ", ", -1, ", ", 'x', "),
              parts.values.any(2),
              "))");
      case 1 ->
          statement("T(pcall(table.remove, ", table, scope.pick("", ", 1", ", 2", ", 9"), "))");
      case 2 ->
          statement(
              "T(pcall(table.concat, ",
              table,
              scope.pick("", ", '-'", ", 1", ", ',', 2", ", '', 1, 2", ", '', 3, 1"),
              "))");
      case 3, 4 -> sort();
      case 5 ->
          statement(
              "T(pcall(unpack, ",
              table,
              scope.pick("", ", 2", ", 1, 4", ", -1, 1", ", 3, 2"),
              "))");
      case 6 -> statement("T(", scope.pick("table.maxn", "table.getn"), "(", table, "))");
      case 7 ->
          statement(
              "T(pcall(",
              scope.pick("table.foreach", "table.foreachi"),
              ", ",
              scope.pick(table, "{1, 2, x = 3, y = 4, [true] = 5}"),
              ", function(k, v, ...) F() T(k, v) if ",
              parts.values.condition(1),
              " then return k end end))");
      case 8 -> statement("T(rawget(", table, ", 'x'), rawequal(", table, ", ", table(), "))");
      default ->
          statement(
              "T(pcall(",
              scope.pick("next", "rawset", "rawget", "ipairs", "getmetatable"),
              ", ",
              parts.values.list(1, 3),
              "))");
    };
  }

  private LuaTree sort() {
    String comparator =
        scope.pick(
            "",
            ", function(a, b) return a > b end",
            ", function(a, b) return tostring(a) < tostring(b) end",
            ", function(a, b) T('sort', a, b) return a < b end",
            ", function(a, b) if a > b then return true end end",
            ", function(a, b) return #a < #b end",
            ", function(a, b) return true end",
            ", 5");
    LuaTree items =
        scope.chance(60)
            ? LuaTree.expression(
                "{",
                parts.values.number(1),
                ", ",
                parts.values.number(1),
                ", ",
                parts.values.number(2),
                ", 5, 1, 4, 2, 3, 2}")
            : scope.chance(50)
                ? LuaTree.expression(
                    "{'b', 'a', ",
                    parts.values.string(2),
                    ", 'B', '', ",
                    parts.values.string(1),
                    ", 'ab'}")
                : LuaTree.expression(
                    "{", parts.values.number(1), ", ", parts.values.any(1), ", 2, 1}");
    return statement("do local s = ", items, " T(pcall(table.sort, s", comparator, ")) T(s) end");
  }
}
