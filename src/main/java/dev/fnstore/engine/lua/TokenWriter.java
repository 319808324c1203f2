package dev.fnstore.engine.lua;

import java.util.List;
import org.luaj.vm2.LuaString;

/**
 * Writes Lua 5.1's tokens as text that means the same to LuaJ's compiler, which reads Lua 5.2:
 * strings without 5.2's escapes, numbers in a form that it reads right, {@code goto} and {@code
 * _ENV} as the ordinary names that they are. Each token stays in its line.
 */
final class TokenWriter {
  /** Names in Lua 5.1 that LuaJ takes for something else. */
  static final List<String> RESERVED = List.of("goto", "_ENV");

  private final ByteBuilder out;
  private int line = 1;
  private boolean afterSign;

  TokenWriter(int expectedSize) {
    out = new ByteBuilder(expectedSize);
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }

  /** Writes the token that {@code lexer} is at. */
  void write(Lexer lexer) {
    separate(lexer.tokenLine);
    switch (lexer.kind) {
      case STRING -> writeString(lexer.value.toLuaString());
      case NUMBER -> writeNumber(lexer);
      case NAME -> out.append(RESERVED.contains(lexer.text) ? lexer.text + "_" : lexer.text);
      default -> out.append(lexer.text);
    }
    afterSign =
        lexer.kind == Lexer.Kind.SYMBOL
            && (lexer.text.equals("-") || lexer.text.equals("*") || lexer.text.equals("/"));
  }

  /** Writes the name that {@code lexer} is at as a string in brackets. */
  void writeIndex(Lexer lexer) {
    separate(lexer.tokenLine);
    out.append("[\"" + lexer.text + "\"]");
  }

  /** Writes {@code text} in the present line. */
  void insert(String text) {
    out.append(" " + text);
  }

  private void separate(int tokenLine) {
    out.append(' ');
    for (; line < tokenLine; line++) {
      out.append('\n');
    }
  }

  private void writeNumber(Lexer lexer) {
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
