package dev.fnstore.engine.lua;

import dev.fnstore.engine.lua.Lexer.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.luaj.vm2.LuaString;

/**
 * Reads a chunk by Lua 5.1's grammar, raises its errors, and writes it anew as text that means the
 * same to LuaJ's compiler, which reads Lua 5.2: strings without 5.2's escapes, numbers in a form
 * that it reads right, {@code goto} and {@code _ENV} as the ordinary names that they are, and the
 * parameter {@code arg} that a function with {@code ...} has besides (see {@link Code}). Each token
 * stays in its line.
 */
final class Grammar {
  private static final int MOST_LEVELS = 200;
  private static final int UNARY_PRIORITY = 8;
  private static final String ARGUMENT_TABLE = "arg";

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
  private enum Shape {
    VARIABLE,
    CALL,
    OTHER
  }

  private final Lexer lexer;
  private final ByteBuilder out;
  private FunctionScope scope = new FunctionScope(null, true, 0);
  private int levels;
  private int outLine = 1;
  private int lastLine = 1;
  private boolean afterSign;

  Grammar(byte[] source, String chunkName) {
    lexer = new Lexer(source, ChunkName.display(chunkName));
    out = new ByteBuilder(source.length + 64);
  }

  /**
   * @return the chunk for LuaJ
   * @throws LuaRaise for what is no Lua 5.1
   */
  byte[] check() {
    lexer.advance();
    block(false);
    if (lexer.kind != Kind.END) {
      throw expected("<eof>");
    }
    return out.toByteArray();
  }

  private void enterLevel() {
    if (++levels > MOST_LEVELS) {
      throw lexer.error("chunk has too many syntax levels", "");
    }
  }

  private void chunk() {
    enterLevel();
    boolean isLast = false;
    while (!isLast && !endsBlock()) {
      isLast = statement();
      accept(";");
    }
    levels--;
  }

  private void block(boolean isLoop) {
    scope.open(isLoop);
    chunk();
    scope.close();
  }

  private boolean endsBlock() {
    return lexer.kind == Kind.END || is("else") || is("elseif") || is("end") || is("until");
  }

  private boolean statement() {
    int line = lexer.tokenLine;
    if (lexer.kind == Kind.SYMBOL) {
      switch (lexer.text) {
        case "if" -> ifStatement(line);
        case "while" -> {
          next();
          expression();
          expect("do");
          block(true);
          expectMatch("end", "while", line);
        }
        case "do" -> {
          next();
          block(false);
          expectMatch("end", "do", line);
        }
        case "for" -> forStatement(line);
        case "repeat" -> repeatStatement(line);
        case "function" -> functionStatement(line);
        case "local" -> localStatement();
        case "return" -> {
          next();
          if (!endsBlock() && !is(";")) {
            expressions();
          }
          return true;
        }
        case "break" -> {
          next();
          if (!scope.inLoop()) {
            throw syntaxError("no loop to break");
          }
          return true;
        }
        default -> expressionStatement();
      }
    } else {
      expressionStatement();
    }
    return false;
  }

  private void ifStatement(int line) {
    do {
      next();
      expression();
      expect("then");
      block(false);
    } while (is("elseif"));
    if (accept("else")) {
      block(false);
    }
    expectMatch("end", "if", line);
  }

  private void forStatement(int line) {
    next();
    scope.open(true);
    String first = name();
    int hidden = 3;
    List<String> names = new ArrayList<>(List.of(first));
    if (is("=")) {
      next();
      expression();
      expect(",");
      expression();
      if (accept(",")) {
        expression();
      }
    } else if (is(",") || is("in")) {
      while (accept(",")) {
        names.add(name());
      }
      expect("in");
      expressions();
    } else {
      throw syntaxError("'=' or 'in' expected");
    }
    for (int i = 0; i < hidden; i++) {
      declare("(for)");
    }
    expect("do");
    scope.open(false);
    names.forEach(this::declare);
    chunk();
    scope.close();
    expectMatch("end", "for", line);
    scope.close();
  }

  private void repeatStatement(int line) {
    next();
    scope.open(true);
    scope.open(false);
    chunk();
    expectMatch("until", "repeat", line);
    expression();
    scope.close();
    scope.close();
  }

  private void functionStatement(int line) {
    next();
    use(name());
    boolean isMethod = false;
    while (is(".") || is(":")) {
      isMethod = is(":");
      field();
      if (isMethod) {
        break;
      }
    }
    body(isMethod, line);
  }

  private void localStatement() {
    next();
    if (is("function")) {
      next();
      declare(name());
      body(false, lexer.tokenLine);
      return;
    }
    List<String> names = new ArrayList<>();
    do {
      names.add(name());
      failIf(scope.checkLocals(names.size()));
    } while (accept(","));
    if (accept("=")) {
      expressions();
    }
    names.forEach(this::declare);
  }

  private void expressionStatement() {
    Shape shape = primary();
    if (shape == Shape.CALL) {
      return;
    }
    int count = 1;
    while (true) {
      if (shape != Shape.VARIABLE) {
        throw syntaxError("syntax error");
      }
      if (!accept(",")) {
        break;
      }
      if (++count > MOST_LEVELS - levels) {
        int limit = MOST_LEVELS - levels;
        failIf("main function has more than " + limit + " variables in assignment");
      }
      shape = primary();
    }
    expect("=");
    expressions();
  }

  private void expressions() {
    do {
      expression();
    } while (accept(","));
  }

  private void expression() {
    subexpression(0);
  }

  private void subexpression(int limit) {
    enterLevel();
    if (is("not") || is("-") || is("#")) {
      next();
      subexpression(UNARY_PRIORITY);
    } else {
      simple();
    }
    int[] priority;
    while (lexer.kind == Kind.SYMBOL
        && (priority = PRIORITIES.get(lexer.text)) != null
        && priority[0] > limit) {
      next();
      subexpression(priority[1]);
    }
    levels--;
  }

  private void simple() {
    if (lexer.kind == Kind.NUMBER || lexer.kind == Kind.STRING) {
      next();
    } else if (is("nil") || is("true") || is("false")) {
      next();
    } else if (is("...")) {
      if (!scope.isVararg) {
        throw syntaxError("cannot use '...' outside a vararg function");
      }
      next();
    } else if (is("{")) {
      constructor();
    } else if (is("function")) {
      int line = lexer.tokenLine;
      next();
      body(false, line);
    } else {
      primary();
    }
  }

  private Shape primary() {
    Shape shape;
    if (is("(")) {
      int line = lexer.tokenLine;
      next();
      expression();
      expectMatch(")", "(", line);
      shape = Shape.OTHER;
    } else if (lexer.kind == Kind.NAME) {
      use(name());
      shape = Shape.VARIABLE;
    } else {
      throw syntaxError("unexpected symbol");
    }
    for (; ; ) {
      if (is(".")) {
        field();
        shape = Shape.VARIABLE;
      } else if (is("[")) {
        index();
        shape = Shape.VARIABLE;
      } else if (is(":")) {
        field();
        arguments();
        shape = Shape.CALL;
      } else if (is("(") || is("{") || lexer.kind == Kind.STRING) {
        arguments();
        shape = Shape.CALL;
      } else {
        return shape;
      }
    }
  }

  private void index() {
    next();
    expression();
    expect("]");
  }

  private void arguments() {
    if (is("(")) {
      int line = lexer.tokenLine;
      if (line != lastLine) {
        throw syntaxError("ambiguous syntax (function call x new statement)");
      }
      next();
      if (!is(")")) {
        expressions();
      }
      expectMatch(")", "(", line);
    } else if (is("{")) {
      constructor();
    } else if (lexer.kind == Kind.STRING) {
      next();
    } else {
      throw syntaxError("function arguments expected");
    }
  }

  private void constructor() {
    int line = lexer.tokenLine;
    next();
    while (!is("}")) {
      if (is("[")) {
        index();
        expect("=");
        expression();
      } else if (lexer.kind == Kind.NAME && lexer.nextIs("=")) {
        fieldName("[", "]");
        expect("=");
        expression();
      } else {
        expression();
      }
      if (!accept(",") && !accept(";")) {
        break;
      }
    }
    expectMatch("}", "{", line);
  }

  private void body(boolean isMethod, int line) {
    String opening = lexer.kind == Kind.SYMBOL ? lexer.text : "";
    if (!opening.equals("(")) {
      throw expected("(");
    }
    next();
    List<String> parameters = new ArrayList<>();
    boolean isVararg = false;
    if (isMethod) {
      parameters.add("self");
    }
    if (!is(")")) {
      do {
        if (lexer.kind == Kind.NAME) {
          parameters.add(name());
        } else if (is("...")) {
          parameters.add(ARGUMENT_TABLE);
          out.append(" " + ARGUMENT_TABLE + ",");
          next();
          isVararg = true;
        } else {
          throw syntaxError("<name> or '...' expected");
        }
      } while (!isVararg && accept(","));
    }
    scope = new FunctionScope(scope, isVararg, line);
    scope.open(false);
    parameters.forEach(this::declare);
    expect(")");
    chunk();
    FunctionScope outer = scope.parent;
    expectMatch("end", "function", line);
    if (outer != null) {
      scope = outer;
    }
  }

  private void declare(String name) {
    failIf(scope.checkLocals(1));
    scope.declare(name);
  }

  private void use(String name) {
    failIf(scope.use(name));
  }

  private void failIf(String error) {
    if (!error.isEmpty()) {
      throw lexer.error(error, "");
    }
  }

  private String name() {
    if (lexer.kind != Kind.NAME) {
      throw syntaxError("'<name>' expected");
    }
    String name = lexer.text;
    next();
    return name;
  }

  /** {@code .name} or {@code :name}. */
  private void field() {
    boolean isGoto = is(".") && (lexer.nextIs("goto") || lexer.nextIs("_ENV"));
    if (isGoto) {
      lexer.advance();
      fieldName("[", "]");
    } else {
      next();
      name();
    }
  }

  /** A field's name; one that LuaJ reserves is written as a string. */
  private void fieldName(String open, String close) {
    if (lexer.text.equals("goto") || lexer.text.equals("_ENV")) {
      String name = lexer.text;
      separate();
      out.append(open + '"' + name + '"' + close);
      lastLine = lexer.tokenLine;
      lexer.advance();
    } else {
      name();
    }
  }

  private boolean is(String symbol) {
    return lexer.kind == Kind.SYMBOL && lexer.text.equals(symbol);
  }

  private boolean accept(String symbol) {
    if (is(symbol)) {
      next();
      return true;
    }
    return false;
  }

  private void expect(String symbol) {
    if (!accept(symbol)) {
      throw expected(symbol);
    }
  }

  private void expectMatch(String symbol, String opened, int line) {
    if (accept(symbol)) {
      return;
    } else if (line == lexer.tokenLine) {
      throw expected(symbol);
    }
    throw syntaxError("'" + symbol + "' expected (to close '" + opened + "' at line " + line + ")");
  }

  private LuaRaise expected(String symbol) {
    return syntaxError("'" + symbol + "' expected");
  }

  private LuaRaise syntaxError(String message) {
    return lexer.error(message, lexer.text);
  }

  /** Writes the token and reads the next. */
  private void next() {
    separate();
    switch (lexer.kind) {
      case STRING -> writeString(lexer.value.toLuaString());
      case NUMBER -> writeNumber();
      case NAME ->
          out.append(
              lexer.text.equals("goto") || lexer.text.equals("_ENV")
                  ? lexer.text + "_"
                  : lexer.text);
      default -> out.append(lexer.text);
    }
    afterSign = is("-") || is("*") || is("/");
    lastLine = lexer.tokenLine;
    lexer.advance();
  }

  private void separate() {
    out.append(' ');
    for (; outLine < lexer.tokenLine; outLine++) {
      out.append('\n');
    }
  }

  private void writeNumber() {
    double value = NumberParser.parse(Str.latin1(lexer.text));
    if (value == 0 && (afterSign || lexer.nextIs("*") || lexer.nextIs("/"))) {
      out.append("(#\"\")"); // LuaJ would fold it with what is around, and lose the sign of -0
    } else if (Double.isInfinite(value)) {
      out.append("1e999");
    } else {
      out.append(value == (int) value ? Integer.toString((int) value) : Double.toString(value));
    }
  }

  private void writeString(LuaString string) {
    out.append('"');
    for (int i = 0; i < string.m_length; i++) {
      int c = Str.at(string, i);
      if (c >= ' ' && c < 127 && c != '"' && c != '\\') {
        out.append(c);
      } else {
        out.append("\\" + (char) ('0' + c / 100) + (char) ('0' + c / 10 % 10) + c % 10);
      }
    }
    out.append('"');
  }
}
