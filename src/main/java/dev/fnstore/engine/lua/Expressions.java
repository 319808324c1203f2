package dev.fnstore.engine.lua;

import dev.fnstore.engine.lua.Lexer.Kind;
import java.util.Map;

/** Lua 5.1's expressions, each passed on as it is read. */
final class Expressions {
  private static final int UNARY_PRIORITY = 8;

  /** Left and right binding of the binary operators; those that join to the right differ. */
  private static final Map<String, int[]> PRIORITIES =
      Map.ofEntries(
          Map.entry("or", new int[] {1, 1}),
          Map.entry("and", new int[] {2, 2}),
          Map.entry("<", new int[] {3, 3}),
          Map.entry(">", new int[] {3, 3}),
          Map.entry("<=", new int[] {3, 3}),
          Map.entry(">=", new int[] {3, 3}),
          Map.entry("~=", new int[] {3, 3}),
          Map.entry("==", new int[] {3, 3}),
          Map.entry("..", new int[] {5, 4}),
          Map.entry("+", new int[] {6, 6}),
          Map.entry("-", new int[] {6, 6}),
          Map.entry("*", new int[] {7, 7}),
          Map.entry("/", new int[] {7, 7}),
          Map.entry("%", new int[] {7, 7}),
          Map.entry("^", new int[] {10, 9}));

  /** What an expression that begins a statement is. */
  enum Shape {
    VARIABLE,
    CALL,
    OTHER
  }

  private final Tokens tokens;
  private final Scopes scopes;
  private final Grammar functions;

  /**
   * @param functions reads the functions among the expressions
   */
  Expressions(Tokens tokens, Scopes scopes, Grammar functions) {
    this.tokens = tokens;
    this.scopes = scopes;
    this.functions = functions;
  }

  void expressions() {
    do {
      expression();
    } while (tokens.accept(","));
  }

  void expression() {
    subexpression(0);
  }

  private void subexpression(int limit) {
    scopes.enterLevel();
    if (tokens.is("not") || tokens.is("-") || tokens.is("#")) {
      tokens.next();
      subexpression(UNARY_PRIORITY);
    } else {
      simple();
    }
    int[] priority;
    while (tokens.kind() == Kind.SYMBOL
        && (priority = PRIORITIES.get(tokens.text())) != null
        && priority[0] > limit) {
      tokens.next();
      subexpression(priority[1]);
    }
    scopes.leaveLevel();
  }

  private void simple() {
    if (tokens.kind() == Kind.NUMBER || tokens.kind() == Kind.STRING) {
      tokens.next();
    } else if (tokens.is("nil") || tokens.is("true") || tokens.is("false")) {
      tokens.next();
    } else if (tokens.is("...")) {
      if (!scopes.current().isVararg) {
        throw tokens.syntaxError("cannot use '...' outside a vararg function");
      }
      tokens.next();
    } else if (tokens.is("{")) {
      constructor();
    } else if (tokens.is("function")) {
      int line = tokens.line();
      tokens.next();
      functions.body(false, line);
    } else {
      primary();
    }
  }

  Shape primary() {
    Shape shape;
    if (tokens.is("(")) {
      int line = tokens.line();
      tokens.next();
      expression();
      tokens.expectMatch(")", "(", line);
      shape = Shape.OTHER;
    } else if (tokens.kind() == Kind.NAME) {
      scopes.use(tokens.name());
      shape = Shape.VARIABLE;
    } else {
      throw tokens.syntaxError("unexpected symbol");
    }
    for (; ; ) {
      if (tokens.is(".")) {
        tokens.field();
        shape = Shape.VARIABLE;
      } else if (tokens.is("[")) {
        index();
        shape = Shape.VARIABLE;
      } else if (tokens.is(":")) {
        tokens.field();
        arguments();
        shape = Shape.CALL;
      } else if (tokens.is("(") || tokens.is("{") || tokens.kind() == Kind.STRING) {
        arguments();
        shape = Shape.CALL;
      } else {
        return shape;
      }
    }
  }

  private void index() {
    tokens.next();
    expression();
    tokens.expect("]");
  }

  private void arguments() {
    if (tokens.is("(")) {
      int line = tokens.line();
      if (line != tokens.lastLine()) {
        throw tokens.syntaxError("ambiguous syntax (function call x new statement)");
      }
      tokens.next();
      if (!tokens.is(")")) {
        expressions();
      }
      tokens.expectMatch(")", "(", line);
    } else if (tokens.is("{")) {
      constructor();
    } else if (tokens.kind() == Kind.STRING) {
      tokens.next();
    } else {
      throw tokens.syntaxError("function arguments expected");
    }
  }

  private void constructor() {
    int line = tokens.line();
    tokens.next();
    while (!tokens.is("}")) {
      if (tokens.is("[")) {
        index();
        tokens.expect("=");
        expression();
      } else if (tokens.kind() == Kind.NAME && tokens.nextIs("=")) {
        tokens.fieldName();
        tokens.expect("=");
        expression();
      } else {
        expression();
      }
      if (!tokens.accept(",") && !tokens.accept(";")) {
        break;
      }
    }
    tokens.expectMatch("}", "{", line);
  }
}
