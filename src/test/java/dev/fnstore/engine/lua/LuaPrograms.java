package dev.fnstore.engine.lua;

import dev.fnstore.engine.lua.ProgramScope.VariableType;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes Lua programs that end soon and answer the same wherever Lua 5.1 runs: never an address,
 * never a value that C's and Java's mathematical functions round in ways of their own.
 *
 * <p>A program collects with {@code T} what it sees, and returns that as one string, unless an
 * error escapes. {@code F} in loops and functions, and {@code M} where C calls back, end what runs
 * away.
 */
final class LuaPrograms {
  private static final String PRELUDE =
      """
      local out, fuel, nested = {}, 3000, 0
      local function F() fuel = fuel - 1 if fuel < 0 then error('fuel', 0) end end
      local function M() nested = nested + 1 if nested > 60 then error('nested', 0) end end
      local S
      S = function(v, depth)
        local kind = type(v)
        if v ~= v then return 'nan' end
        if kind == 'number' then return string.format('%.14g', v) end
        if kind == 'boolean' or kind == 'nil' then return tostring(v) end
        if kind == 'string' then
          return '"' .. string.gsub(string.sub(v, 1, 300), '[^ -~]', function(c) return '\\\\' .. string.byte(c) end) .. '"'
        end
        if kind ~= 'table' then return kind end
        if depth > 1 then return '{...}' end
        local items = {}
        for k, w in next, v do items[#items + 1] = '[' .. S(k, depth + 1) .. ']=' .. S(w, depth + 1) end
        table.sort(items)
        return '{' .. string.sub(table.concat(items, ','), 1, 300) .. '}'
      end
      local function T(...)
        if #out > 300 then error('trace', 0) end
        local items = {}
        for i = 1, select('#', ...) do items[i] = S((select(i, ...)), 0) end
        out[#out + 1] = table.concat(items, ' ')
      end
      """;

  /** Upvalues that outlive a call of the function. */
  private static final String LIBRARY_HEAD =
      """
      local g1, g2, g3 = 1, 'g', {1, 2}
      server.register_function('program', function(keys, args)
      """;

  private static final String SCRIPT_HEAD = "local g1, g2, g3 = 1, 'g', {1, 2}\n";
  private static final int BUDGET = 60;

  /** A program as a tree, which can be shrunk. */
  record Program(LuaTree tree, boolean isLibrary) {
    /** The source of a library, or of a script for EVAL. */
    String source() {
      return isLibrary ? "#!lua name=program\n" + tree.render() : tree.render();
    }
  }

  private LuaPrograms() {}

  static Program program(long seed) {
    ProgramParts parts = new ProgramParts(seed, BUDGET);
    ProgramScope scope = parts.scope;
    boolean isLibrary = scope.chance(50);
    scope.declare("g1", VariableType.NUMBER);
    scope.declare("g2", VariableType.ANY);
    scope.declare("g3", VariableType.TABLE);
    scope.hasVarargs = true;
    List<LuaTree> body = new ArrayList<>();
    while (scope.spend()) {
      body.add(scope.chance(50) ? guarded(parts) : parts.statements.any());
      body.add(LuaTree.statement("nested = 0"));
    }
    // A table that escapes would end Valkey, so such a program is guarded always.
    boolean isGuarded = parts.raisesTables || scope.chance(70);
    LuaTree main =
        LuaTree.statement(
            isLibrary ? LIBRARY_HEAD : SCRIPT_HEAD,
            PRELUDE,
            "local function main(...)",
            LuaTree.block(body),
            "end\n",
            isGuarded ? "T(pcall(main, 5, 'x', nil))\n" : "T(main(5, 'x', nil))\n",
            "return table.concat(out, '\\n')",
            isLibrary ? "\nend)" : "");
    return new Program(LuaTree.block(List.of(main)), isLibrary);
  }

  /** So that an error ends no more than a part of the program. */
  private static LuaTree guarded(ProgramParts parts) {
    return LuaTree.statement("T(pcall(function(...)", parts.statements.block(4), "end, 'y', 6))");
  }
}
