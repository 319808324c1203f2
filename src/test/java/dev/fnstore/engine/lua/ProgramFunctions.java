package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.LuaTree.expression;
import static dev.fnstore.engine.lua.LuaTree.statement;

import dev.fnstore.engine.lua.ProgramScope.VariableType;
import java.util.ArrayList;
import java.util.List;

/** Functions: their parameters, bodies, upvalues, calls. */
final class ProgramFunctions {
  private final ProgramParts parts;
  private final ProgramScope scope;

  ProgramFunctions(ProgramParts parts) {
    this.parts = parts;
    this.scope = parts.scope;
  }

  /** As a value. */
  LuaTree function() {
    return expression("function", body("F()", scope.chance(25), ""), "end");
  }

  /** Parameters and block, for text between {@code function} and {@code end}. */
  LuaTree body(String entry, boolean varargs, String firstParameters) {
    int mark = scope.mark();
    final int loops = scope.loops;
    final boolean outerVarargs = scope.hasVarargs;
    scope.loops = 0;
    scope.hasVarargs = varargs;
    List<String> parameters = new ArrayList<>();
    if (!firstParameters.isEmpty()) {
      parameters.add(firstParameters);
    }
    for (int i = scope.below(3); i > 0; i--) {
      String name = scope.freshName("p");
      parameters.add(name);
      scope.declare(name, VariableType.ANY);
    }
    if (varargs) {
      parameters.add("...");
    }
    List<LuaTree> statements = new ArrayList<>();
    statements.add(statement(entry));
    if (varargs && scope.chance(40)) {
      statements.add(
          statement(
              scope.pick(
                  "T(select('#', ...))", "T(...)", "T({...})", "T((...))", "T('v', ..., 1)")));
    } else if (varargs && scope.chance(30)) {
      // The table "arg" is there only where the function does not use "...".
      scope.hasVarargs = false;
      statements.add(statement("T(arg.n, arg)"));
    }
    parts.statements.fill(statements, 3);
    if (scope.chance(80)) {
      statements.add(result());
    }
    scope.leave(mark);
    scope.loops = loops;
    scope.hasVarargs = outerVarargs;
    return expression("(" + String.join(", ", parameters) + ") ", LuaTree.block(statements));
  }

  private LuaTree result() {
    return switch (scope.below(4)) {
      case 0 -> statement("return ", parts.values.number(2));
      case 1 -> statement("return ", parts.values.listOrNothing(2, 3));
      case 2 -> {
        String function = scope.variable(VariableType.FUNCTION, "tonumber");
        yield statement("return ", function, "(", parts.values.listOrNothing(2, 2), ")");
      }
      default -> statement("return ", parts.values.any(3));
    };
  }

  LuaTree declaration() {
    String name = scope.freshName("f");
    LuaTree body = body("F()", scope.chance(30), "");
    LuaTree declaration =
        scope.chance(60)
            ? statement("local function ", name, body, "end")
            : statement("local ", name, " = function", body, "end");
    scope.declare(name, VariableType.FUNCTION);
    return declaration;
  }

  /** Recursion that ends. */
  LuaTree recursion() {
    String name = scope.freshName("r");
    String local = scope.freshName("v");
    scope.declare(local, VariableType.NUMBER);
    LuaTree value = parts.values.number(2);
    LuaTree again = parts.values.number(1);
    LuaTree declaration =
        statement(
            "local function ",
            name,
            "(n, acc, ...) F() if n <= 0 then return acc end local ",
            local,
            " = n * 2 ",
            scope.pick("return ", "return n + ", "return -"),
            name,
            "(n - 1, ",
            value,
            ")",
            " end T(pcall(",
            name,
            ", 4, ",
            again,
            "))");
    scope.leave(scope.mark() - 1);
    return declaration;
  }

  /** Closures of a loop, each with variables of its own, called after the loop. */
  LuaTree closures() {
    String list = scope.freshName("c");
    String loop = scope.freshName("i");
    String captured = scope.freshName("u");
    int mark = scope.mark();
    LuaTree first = parts.values.any(2);
    scope.declare(loop, VariableType.NUMBER);
    scope.declare(captured, VariableType.ANY);
    scope.loops++;
    List<LuaTree> statements = new ArrayList<>();
    statements.add(statement("F()"));
    statements.add(statement("local ", captured, " = ", first));
    statements.add(
        statement(
            list,
            "[#",
            list,
            " + 1] = function(v, ...) F() T(",
            captured,
            ", ",
            loop,
            ") ",
            captured,
            " = v or ",
            parts.values.any(2),
            " return ",
            parts.values.any(2),
            " end"));
    if (scope.chance(60)) {
      statements.add(
          statement(
              list,
              "[#",
              list,
              " + 1] = function() ",
              captured,
              " = ",
              loop,
              " return ",
              captured,
              " end"));
    }
    if (scope.chance(50)) {
      statements.add(statement(captured, " = ", parts.values.any(2)));
    }
    if (scope.chance(40)) {
      statements.add(statement(loop, " = ", parts.values.number(1)));
    }
    parts.statements.fill(statements, 2);
    if (scope.chance(30)) {
      statements.add(statement("if ", parts.values.condition(2), " then break end"));
    }
    scope.loops--;
    scope.leave(mark);
    String header =
        scope.pick(
            "for " + loop + " = 1, 3 do",
            "for " + loop + ", _ in ipairs({5, 6, 7}) do",
            "local "
                + loop
                + " = 0 while "
                + loop
                + " < 3 and #"
                + list
                + " < 9 do "
                + loop
                + " = "
                + loop
                + " + 1");
    return statement(
        "do local ",
        list,
        " = {} ",
        header,
        LuaTree.block(statements),
        "end for n = 1, #",
        list,
        " do T(pcall(",
        list,
        "[n], ",
        parts.values.any(1),
        ")) T(pcall(",
        list,
        "[#",
        list,
        " + 1 - n])) end end");
  }

  LuaTree call() {
    String function = scope.variable(VariableType.FUNCTION, "type");
    return scope.chance(60)
        ? statement("T(pcall(", function, ", ", parts.values.list(2, 3), "))")
        : statement("T(", function, "(", parts.values.listOrNothing(2, 3), "))");
  }
}
