package dev.fnstore.engine.lua;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Lua 5.1's tokens, with its errors. */
final class Lexer {
  /** What a token is; keywords and operators are told apart by {@link #text}. */
  enum Kind {
    NAME,
    STRING,
    NUMBER,
    /** A keyword, or an operator. */
    SYMBOL,
    END
  }

  private static final Set<String> KEYWORDS =
      Set.of(
          "and",
          "break",
          "do",
          "else",
          "elseif",
          "end",
          "false",
          "for",
          "function",
          "if",
          "in",
          "local",
          "nil",
          "not",
          "or",
          "repeat",
          "return",
          "then",
          "true",
          "until",
          "while");
  private static final Set<String> OF_TWO = Set.of("==", "~=", "<=", ">=", "..");
  private static final int END = -1;

  private final byte[] source;
  private final String display;
  private int at;
  private int line = 1;

  Kind kind = Kind.END;

  /** The keyword or operator; of other tokens, what messages show. */
  String text = "";

  /** Where the token begins, and ends. */
  int start;

  /** The value of a string token. */
  ByteBuilder value = new ByteBuilder();

  /** The line of the token, at its end. */
  int tokenLine = 1;

  Lexer(byte[] source, String display) {
    this.source = source;
    this.display = display;
  }

  /** Reads the next token. */
  void advance() {
    skipBlanks();
    start = at;
    int c = peek(0);
    if (c == END) {
      kind = Kind.END;
      text = "<eof>";
    } else if (Ascii.isAlpha(c) || c == '_') {
      readName();
    } else if (Ascii.isDigit(c) || (c == '.' && Ascii.isDigit(peek(1)))) {
      readNumber();
    } else if (c == '"' || c == '\'') {
      readString(c);
    } else if (c == '[' && longBracket() != -1) {
      int level = longBracket();
      if (level < 0) {
        while (peek(1) == '=') {
          at++;
        }
        at++;
        throw error("invalid long string delimiter", slice());
      }
      readLong(level, false);
      kind = Kind.STRING;
      text = slice();
    } else {
      readSymbol(c);
    }
    tokenLine = line;
  }

  private void skipBlanks() {
    for (; ; ) {
      int c = peek(0);
      if (c == '\n' || c == '\r') {
        newLine();
      } else if (Ascii.isSpace(c)) {
        at++;
      } else if (c == '-' && peek(1) == '-') {
        at += 2;
        start = at;
        int level = peek(0) == '[' ? longBracket() : -1;
        if (level >= 0) {
          readLong(level, true);
        } else {
          while (peek(0) != '\n' && peek(0) != '\r' && peek(0) != END) {
            at++;
          }
        }
      } else {
        return;
      }
    }
  }

  private void newLine() {
    int first = source[at++];
    int second = peek(0);
    if ((second == '\n' || second == '\r') && second != first) {
      at++;
    }
    line++;
  }

  private void readName() {
    while (Ascii.isAlnum(peek(0)) || peek(0) == '_') {
      at++;
    }
    text = slice();
    kind = KEYWORDS.contains(text) ? Kind.SYMBOL : Kind.NAME;
  }

  private void readNumber() {
    while (Ascii.isDigit(peek(0)) || peek(0) == '.') {
      at++;
    }
    if (peek(0) == 'e' || peek(0) == 'E') {
      at++;
      if (peek(0) == '+' || peek(0) == '-') {
        at++;
      }
    }
    while (Ascii.isAlnum(peek(0)) || peek(0) == '_') {
      at++;
    }
    kind = Kind.NUMBER;
    text = slice();
    if (NumberParser.isNone(NumberParser.parse(Str.latin1(text)))) {
      throw error("malformed number", text);
    }
  }

  private void readString(int quote) {
    value = new ByteBuilder();
    at++;
    while (peek(0) != quote) {
      int c = peek(0);
      if (c == END) {
        throw error("unfinished string", "<eof>");
      } else if (c == '\n' || c == '\r') {
        throw error("unfinished string", slice());
      } else if (c == '\\') {
        at++;
        readEscape();
      } else {
        value.append(c);
        at++;
      }
    }
    at++;
    kind = Kind.STRING;
    text = slice();
  }

  private void readEscape() {
    int c = peek(0);
    if (c == '\n' || c == '\r') {
      newLine();
      value.append('\n');
    } else if (Ascii.isDigit(c)) {
      int number = 0;
      for (int i = 0; i < 3 && Ascii.isDigit(peek(0)); i++) {
        number = number * 10 + (peek(0) - '0');
        at++;
      }
      if (number > 255) {
        throw error("escape sequence too large", escapedSoFar());
      }
      value.append(number);
    } else if (c != END) {
      int escaped = "abfnrtv".indexOf(c);
      value.append(escaped >= 0 ? "\u0007\b\f\n\r\t\u000b".charAt(escaped) : c);
      at++;
    }
  }

  /** What C Lua has in its buffer: the opening quote and the decoded bytes so far. */
  private String escapedSoFar() {
    return (char) source[start] + Str.latin1(value.toLuaString());
  }

  /** The level of the long bracket that opens here; -1 for a mere bracket, -2 if malformed. */
  private int longBracket() {
    int level = 0;
    while (peek(1 + level) == '=') {
      level++;
    }
    return peek(1 + level) == '[' ? level : level == 0 ? -1 : -2;
  }

  private void readLong(int level, boolean isComment) {
    value = new ByteBuilder();
    at += level + 2;
    if (peek(0) == '\n' || peek(0) == '\r') {
      newLine();
    }
    for (; ; ) {
      int c = peek(0);
      if (c == END) {
        throw error(isComment ? "unfinished long comment" : "unfinished long string", "<eof>");
      } else if (c == ']' && closes(level)) {
        at += level + 2;
        return;
      } else if (c == '\n' || c == '\r') {
        newLine();
        value.append('\n');
      } else {
        value.append(c);
        at++;
      }
    }
  }

  private boolean closes(int level) {
    for (int i = 1; i <= level; i++) {
      if (peek(i) != '=') {
        return false;
      }
    }
    return peek(level + 1) == ']';
  }

  private void readSymbol(int c) {
    kind = Kind.SYMBOL;
    at++;
    if (c == '.' && peek(0) == '.' && peek(1) == '.') {
      at += 2;
    } else if (at < source.length && OF_TWO.contains("" + (char) c + (char) source[at])) {
      at++;
    }
    text = slice();
    if (Ascii.isControl(c)) {
      text = c == 0 ? "" : "char(" + c + ")"; // C takes a zero for no token at all
    }
  }

  /** Whether the token after this one reads {@code wanted}. */
  boolean nextIs(String wanted) {
    Lexer ahead = ahead();
    return ahead.kind != Kind.STRING && ahead.text.equals(wanted);
  }

  private Lexer ahead() {
    Lexer ahead = new Lexer(source, display);
    ahead.at = at;
    ahead.line = line;
    ahead.advance();
    return ahead;
  }

  private String slice() {
    return new String(source, start, at - start, StandardCharsets.ISO_8859_1);
  }

  private int peek(int ahead) {
    return at + ahead < source.length ? source[at + ahead] & 0xff : END;
  }

  LuaRaise error(String message, String near) {
    String text = display + ":" + line + ": " + message;
    return LuaRaise.of(Str.latin1(near.isEmpty() ? text : text + " near '" + near + "'"), 0);
  }
}
