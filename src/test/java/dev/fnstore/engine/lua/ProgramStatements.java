package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.LuaTree.statement;

import dev.fnstore.engine.lua.ProgramScope.VariableType;
import java.util.ArrayList;
import java.util.List;

/** Statements: declarations, assignments, branches, loops, and all that the other parts write. */
final class ProgramStatements {
  private final ProgramParts parts;
  private final ProgramScope scope;

  ProgramStatements(ProgramParts parts) {
    this.parts = parts;
    this.scope = parts.scope;
  }

  LuaTree block(int most) {
    int mark = scope.mark();
    List<LuaTree> statements = new ArrayList<>();
    fill(statements, most);
    if (scope.loops > 0 && scope.chance(10)) {
      statements.add(statement("break"));
    }
    scope.leave(mark);
    return LuaTree.block(statements);
  }

  void fill(List<LuaTree> statements, int most) {
    for (int i = scope.below(most) + 1; i > 0 && scope.spend(); i--) {
      statements.add(any());
    }
  }

  LuaTree any() {
    return switch (scope.below(30)) {
      case 0, 1, 2, 3 -> scope.hasRoom() ? declaration() : trace();
      case 4, 5, 6 -> assignment();
      case 7, 8 -> trace();
      case 9, 10 -> branch();
      case 11 -> numericLoop();
      case 12 -> genericLoop();
      case 13 -> conditionalLoop();
      case 14, 15 -> scope.hasRoom() ? parts.functions.declaration() : parts.functions.call();
      case 16 -> parts.functions.call();
      case 17 -> parts.functions.closures();
      case 18 -> parts.functions.recursion();
      case 19, 20, 21 -> parts.faults.fault();
      case 22 -> parts.objects.object();
      case 23 -> scope.chance(30) ? parts.objects.type() : parts.tables.change();
      case 24 -> parts.coroutines.coroutine();
      case 25, 26 -> parts.strings.call();
      case 27, 28 -> parts.tables.call();
      default -> scope.inCoroutine ? parts.coroutines.statement(1) : rare();
    };
  }

  private LuaTree rare() {
    return switch (scope.below(6)) {
      case 0 -> parts.faults.escaping();
      case 1 ->
          scope.loops > 0
              ? statement("if ", parts.values.condition(2), " then break end")
              : statement("do return ", parts.values.listOrNothing(2, 2), " end");
      case 2 -> statement("T(pcall(coroutine.yield, 1))");
      case 3 ->
          statement("if ", parts.values.condition(2), " then return ", parts.values.any(2), " end");
      default -> statement("do", block(3), "end");
    };
  }

  private LuaTree trace() {
    return statement("T(", parts.values.listOrNothing(3, 4), ")");
  }

  private LuaTree declaration() {
    if (scope.chance(25)) {
      String first = scope.freshName("a");
      String second = scope.freshName("a");
      String third = scope.freshName("a");
      LuaTree values = parts.values.listOrNothing(2, 4);
      LuaTree declaration =
          values.parts().isEmpty()
              ? statement("local ", first, ", ", second, ", ", third)
              : statement("local ", first, ", ", second, ", ", third, " = ", values);
      scope.declare(first, VariableType.ANY);
      scope.declare(second, VariableType.ANY);
      scope.declare(third, VariableType.ANY);
      return declaration;
    }
    VariableType type =
        scope.pick(
            VariableType.NUMBER,
            VariableType.STRING,
            VariableType.BOOLEAN,
            VariableType.TABLE,
            VariableType.TABLE,
            VariableType.ANY);
    String name =
        scope.chance(8)
            ? scope.variable(type, scope.freshName("v")) // one that hides another of its type
            : scope.freshName(prefix(type));
    LuaTree declaration = statement("local ", name, " = ", parts.values.of(type, 3));
    scope.declare(name, type);
    return declaration;
  }

  private static String prefix(VariableType type) {
    return switch (type) {
      case NUMBER -> "n";
      case STRING -> "s";
      case BOOLEAN -> "b";
      case TABLE -> "t";
      case FUNCTION -> "f";
      case ANY -> "v";
    };
  }

  private LuaTree assignment() {
    String number = scope.variable(VariableType.NUMBER, "");
    String string = scope.variable(VariableType.STRING, "");
    String any = scope.variable(VariableType.ANY, "");
    return switch (scope.below(5)) {
      case 0 -> number.isEmpty() ? trace() : statement(number, " = ", parts.values.number(3));
      // Cut, so that no loop makes it long.
      case 1 ->
          string.isEmpty()
              ? trace()
              : statement(string, " = string.sub(", parts.values.string(3), ", 1, 60)");
      case 2 -> any.isEmpty() ? trace() : statement(any, " = ", parts.values.any(3));
      case 3 -> {
        String other = scope.variable(VariableType.ANY, "");
        yield any.isEmpty()
            ? trace()
            : statement(any, ", ", other, " = ", other, ", ", parts.values.list(2, 2), ", ", any);
      }
      default -> parts.tables.change();
    };
  }

  private LuaTree branch() {
    LuaTree condition = parts.values.condition(3);
    return switch (scope.below(3)) {
      case 0 -> statement("if ", condition, " then", block(3), "end");
      case 1 -> statement("if ", condition, " then", block(3), "else", block(3), "end");
      default ->
          statement(
              "if ",
              condition,
              " then",
              block(2),
              "elseif ",
              parts.values.any(2),
              " then",
              block(2),
              "else",
              block(2),
              "end");
    };
  }

  private LuaTree loopBody() {
    scope.loops++;
    LuaTree body = block(4);
    scope.loops--;
    return body;
  }

  private LuaTree numericLoop() {
    String name = scope.freshName("i");
    LuaTree limit =
        scope.chance(80)
            ? LuaTree.expression(
                scope.pick(
                    "1, 3",
                    "3, 1, -1",
                    "1, 0",
                    "0, 1, 0.25",
                    "2, 8, 3",
                    "g3 and 4 or 1, g3 and 1 or 4, g3 and -1 or 1"))
            : LuaTree.expression(
                parts.values.number(1), ", ", parts.values.number(1), ", ", parts.values.number(1));
    int mark = scope.mark();
    scope.declare(name, VariableType.NUMBER);
    LuaTree body = loopBody();
    scope.leave(mark);
    return statement("for ", name, " = ", limit, " do F() ", body, "end");
  }

  private LuaTree genericLoop() {
    String key = scope.freshName("k");
    String value = scope.freshName("e");
    Object iterated =
        switch (scope.below(4)) {
          case 0 -> LuaTree.expression("ipairs(", parts.values.table(2), ")");
          // Keys that are hashed by their addresses come in any order.
          case 1 -> "pairs({1, 2, x = 3, y = 4, abc = 5, [10] = 6})";
          case 2 -> "string.gmatch('k1=v1, k2=v2', '(%w+)=(%w+)')";
          default -> "(function(s, c) F() if c < s then return c + 1, c * 2 end end), 3, 0";
        };
    int mark = scope.mark();
    scope.declare(key, VariableType.ANY);
    scope.declare(value, VariableType.ANY);
    LuaTree body = loopBody();
    scope.leave(mark);
    return statement("for ", key, ", ", value, " in ", iterated, " do F() ", body, "end");
  }

  private LuaTree conditionalLoop() {
    String counter = scope.freshName("w");
    LuaTree condition = parts.values.condition(2);
    int mark = scope.mark();
    scope.declare(counter, VariableType.NUMBER);
    LuaTree body = loopBody();
    scope.leave(mark);
    return scope.chance(50)
        ? statement(
            "do local ",
            counter,
            " = 0 while ",
            counter,
            " < 4 and ",
            condition,
            " do F() ",
            counter,
            " = ",
            counter,
            " + 1 ",
            body,
            "end end")
        : statement(
            "do local ",
            counter,
            " = 0 repeat F() ",
            counter,
            " = ",
            counter,
            " + 1 ",
            "local done = ",
            condition,
            " ",
            LuaTree.block(List.of(statement("do", body, "end"))),
            "until done or ",
            counter,
            " >= 3 end");
  }
}
