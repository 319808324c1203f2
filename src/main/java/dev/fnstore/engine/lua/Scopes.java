package dev.fnstore.engine.lua;

/** Where in nested functions and levels the grammar is; raises the errors of Lua 5.1's limits. */
final class Scopes {
  private static final int MOST_LEVELS = 200;

  private final Lexer lexer;
  private FunctionScope current = new FunctionScope(null, true, 0);
  private int levels;

  /**
   * @param lexer tells where errors are
   */
  Scopes(Lexer lexer) {
    this.lexer = lexer;
  }

  /** The function that is being read. */
  FunctionScope current() {
    return current;
  }

  void enterFunction(boolean isVararg, int line) {
    current = new FunctionScope(current, isVararg, line);
  }

  void leaveFunction() {
    FunctionScope outer = current.parent;
    if (outer != null) {
      current = outer;
    }
  }

  void enterLevel() {
    if (++levels > MOST_LEVELS) {
      throw lexer.error("chunk has too many syntax levels", "");
    }
  }

  void leaveLevel() {
    levels--;
  }

  void declare(String name) {
    checkLocals(1);
    current.declare(name);
  }

  void use(String name) {
    failIf(current.use(name));
  }

  /** Raises the error if {@code more} locals are too many. */
  void checkLocals(int more) {
    failIf(current.checkLocals(more));
  }

  /** Raises the error if {@code count} variables before one {@code =} are too many. */
  void checkAssignment(int count) {
    int limit = MOST_LEVELS - levels;
    if (count > limit) {
      failIf("main function has more than " + limit + " variables in assignment");
    }
  }

  private void failIf(String error) {
    if (!error.isEmpty()) {
      throw lexer.error(error, "");
    }
  }
}
