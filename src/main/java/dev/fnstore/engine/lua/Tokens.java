package dev.fnstore.engine.lua;

import dev.fnstore.engine.lua.Lexer.Kind;

/** The chunk token by token: what the grammar asks of the present one, and its errors. */
final class Tokens {
  private final Lexer lexer;
  private final TokenWriter writer;
  private int lastLine = 1;

  Tokens(Lexer lexer, TokenWriter writer) {
    this.lexer = lexer;
    this.writer = writer;
  }

  /** Reads the first token. */
  void begin() {
    lexer.advance();
  }

  Kind kind() {
    return lexer.kind;
  }

  String text() {
    return lexer.text;
  }

  /** The line of the token. */
  int line() {
    return lexer.tokenLine;
  }

  /** The line of the token before, of the first: 1. */
  int lastLine() {
    return lastLine;
  }

  /** Whether the token after this one reads {@code wanted}. */
  boolean nextIs(String wanted) {
    return lexer.nextIs(wanted);
  }

  /** All that was written. */
  byte[] written() {
    return writer.toByteArray();
  }

  /** Writes the token and reads the next. */
  void next() {
    writer.write(lexer);
    step();
  }

  /** Writes what is not in the chunk before the token. */
  void insert(String text) {
    writer.insert(text);
  }

  private void step() {
    lastLine = lexer.tokenLine;
    lexer.advance();
  }

  boolean is(String symbol) {
    return lexer.kind == Kind.SYMBOL && lexer.text.equals(symbol);
  }

  boolean accept(String symbol) {
    if (is(symbol)) {
      next();
      return true;
    }
    return false;
  }

  void expect(String symbol) {
    if (!accept(symbol)) {
      throw expected(symbol);
    }
  }

  void expectMatch(String symbol, String opened, int line) {
    if (accept(symbol)) {
      return;
    } else if (line == lexer.tokenLine) {
      throw expected(symbol);
    }
    throw syntaxError("'" + symbol + "' expected (to close '" + opened + "' at line " + line + ")");
  }

  LuaRaise expected(String symbol) {
    return syntaxError("'" + symbol + "' expected");
  }

  LuaRaise syntaxError(String message) {
    return lexer.error(message, lexer.text);
  }

  String name() {
    if (lexer.kind != Kind.NAME) {
      throw syntaxError("'<name>' expected");
    }
    String name = lexer.text;
    next();
    return name;
  }

  /** {@code .name} or {@code :name}. */
  void field() {
    if (is(".") && TokenWriter.RESERVED.stream().anyMatch(lexer::nextIs)) {
      lexer.advance();
      fieldName();
    } else {
      next();
      name();
    }
  }

  /** A field's name, without its dot or in a constructor; a reserved one is written as an index. */
  void fieldName() {
    if (TokenWriter.RESERVED.contains(lexer.text)) {
      writer.writeIndex(lexer);
      step();
    } else {
      name();
    }
  }
}
