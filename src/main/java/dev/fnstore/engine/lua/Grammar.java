package dev.fnstore.engine.lua;

import dev.fnstore.engine.lua.Lexer.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a chunk by Lua 5.1's grammar, raises its errors, and writes it anew, as text that means the
 * same to LuaJ's compiler: {@link TokenWriter} tells how. Here are the statements and functions. A
 * function with {@code ...} is given the parameter {@code arg} besides; see {@link Code}.
 */
final class Grammar {
  private static final String ARGUMENT_TABLE = "arg";

  private final Tokens tokens;
  private final Scopes scopes;
  private final Expressions expressions;

  Grammar(byte[] source, String chunkName) {
    Lexer lexer = new Lexer(source, ChunkName.inSyntaxErrors(chunkName));
    tokens = new Tokens(lexer, new TokenWriter(source.length + 64));
    scopes = new Scopes(lexer);
    expressions = new Expressions(tokens, scopes, this);
  }

  /**
   * @return the chunk for LuaJ
   * @throws LuaRaise for what is no Lua 5.1
   */
  byte[] check() {
    tokens.begin();
    block(false);
    if (tokens.kind() != Kind.END) {
      throw tokens.expected("<eof>");
    }
    return tokens.written();
  }

  private void chunk() {
    scopes.enterLevel();
    boolean isLast = false;
    while (!isLast && !endsBlock()) {
      isLast = statement();
      tokens.accept(";");
    }
    scopes.leaveLevel();
  }

  private void block(boolean isLoop) {
    scopes.current().open(isLoop);
    chunk();
    scopes.current().close();
  }

  private boolean endsBlock() {
    return tokens.kind() == Kind.END
        || tokens.is("else")
        || tokens.is("elseif")
        || tokens.is("end")
        || tokens.is("until");
  }

  private boolean statement() {
    int line = tokens.line();
    if (tokens.kind() == Kind.SYMBOL) {
      switch (tokens.text()) {
        case "if" -> ifStatement(line);
        case "while" -> {
          tokens.next();
          expressions.expression();
          tokens.expect("do");
          block(true);
          tokens.expectMatch("end", "while", line);
        }
        case "do" -> {
          tokens.next();
          block(false);
          tokens.expectMatch("end", "do", line);
        }
        case "for" -> forStatement(line);
        case "repeat" -> repeatStatement(line);
        case "function" -> functionStatement(line);
        case "local" -> localStatement();
        case "return" -> {
          tokens.next();
          if (!endsBlock() && !tokens.is(";")) {
            expressions.expressions();
          }
          return true;
        }
        case "break" -> {
          tokens.next();
          if (!scopes.current().inLoop()) {
            throw tokens.syntaxError("no loop to break");
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
      tokens.next();
      expressions.expression();
      tokens.expect("then");
      block(false);
    } while (tokens.is("elseif"));
    if (tokens.accept("else")) {
      block(false);
    }
    tokens.expectMatch("end", "if", line);
  }

  private void forStatement(int line) {
    tokens.next();
    scopes.current().open(true);
    String first = tokens.name();
    int hidden = 3;
    List<String> names = new ArrayList<>(List.of(first));
    if (tokens.is("=")) {
      tokens.next();
      expressions.expression();
      tokens.expect(",");
      expressions.expression();
      if (tokens.accept(",")) {
        expressions.expression();
      }
    } else if (tokens.is(",") || tokens.is("in")) {
      while (tokens.accept(",")) {
        names.add(tokens.name());
      }
      tokens.expect("in");
      expressions.expressions();
    } else {
      throw tokens.syntaxError("'=' or 'in' expected");
    }
    for (int i = 0; i < hidden; i++) {
      scopes.declare("(for)");
    }
    tokens.expect("do");
    scopes.current().open(false);
    names.forEach(scopes::declare);
    chunk();
    scopes.current().close();
    tokens.expectMatch("end", "for", line);
    scopes.current().close();
  }

  private void repeatStatement(int line) {
    tokens.next();
    scopes.current().open(true);
    scopes.current().open(false);
    chunk();
    tokens.expectMatch("until", "repeat", line);
    expressions.expression();
    scopes.current().close();
    scopes.current().close();
  }

  private void functionStatement(int line) {
    tokens.next();
    scopes.use(tokens.name());
    boolean isMethod = false;
    while (tokens.is(".") || tokens.is(":")) {
      isMethod = tokens.is(":");
      tokens.field();
      if (isMethod) {
        break;
      }
    }
    body(isMethod, line);
  }

  private void localStatement() {
    tokens.next();
    if (tokens.is("function")) {
      tokens.next();
      scopes.declare(tokens.name());
      body(false, tokens.line());
      return;
    }
    List<String> names = new ArrayList<>();
    do {
      names.add(tokens.name());
      scopes.checkLocals(names.size());
    } while (tokens.accept(","));
    if (tokens.accept("=")) {
      expressions.expressions();
    }
    names.forEach(scopes::declare);
  }

  private void expressionStatement() {
    Expressions.Shape shape = expressions.primary();
    if (shape == Expressions.Shape.CALL) {
      return;
    }
    int count = 1;
    while (true) {
      if (shape != Expressions.Shape.VARIABLE) {
        throw tokens.syntaxError("syntax error");
      }
      if (!tokens.accept(",")) {
        break;
      }
      scopes.checkAssignment(++count);
      shape = expressions.primary();
    }
    tokens.expect("=");
    expressions.expressions();
  }

  /** From the parameters to the {@code end} of a function that begins in {@code line}. */
  void body(boolean isMethod, int line) {
    String opening = tokens.kind() == Kind.SYMBOL ? tokens.text() : "";
    if (!opening.equals("(")) {
      throw tokens.expected("(");
    }
    tokens.next();
    List<String> parameters = new ArrayList<>();
    boolean isVararg = false;
    if (isMethod) {
      parameters.add("self");
    }
    if (!tokens.is(")")) {
      do {
        if (tokens.kind() == Kind.NAME) {
          parameters.add(tokens.name());
        } else if (tokens.is("...")) {
          parameters.add(ARGUMENT_TABLE);
          tokens.insert(ARGUMENT_TABLE + ",");
          tokens.next();
          isVararg = true;
        } else {
          throw tokens.syntaxError("<name> or '...' expected");
        }
      } while (!isVararg && tokens.accept(","));
    }
    scopes.enterFunction(isVararg, line);
    scopes.current().open(false);
    parameters.forEach(scopes::declare);
    tokens.expect(")");
    chunk();
    tokens.expectMatch("end", "function", line);
    scopes.leaveFunction();
  }
}
