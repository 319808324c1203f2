package dev.fnstore.engine.lua;

import dev.fnstore.bytes.Bytes;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** The tables with {@code err} that stand for errors of the server. */
@SuppressWarnings("ReferenceEquality") // true is one object
final class ErrorTable {
  private static final LuaString IGNORE = Str.of("ignore_error_stats_update");

  private ErrorTable() {}

  /** One with the code {@code ERR}. */
  static Table of(String text) {
    return of(Str.of("ERR " + text));
  }

  static Table of(LuaString text) {
    Table table = new Table();
    table.rawset(ProtectedCall.ERR, text);
    return table;
  }

  static LuaRaise raise(String text) {
    return LuaRaise.of(of(text), 0);
  }

  /** For the error that a command replied, which has been counted already. */
  static Table ofReply(Bytes text) {
    Bytes complete = text.indexOf((byte) ' ', 0) < 0 ? Bytes.of("ERR ").concat(text) : text;
    Table table = of(Str.of(complete));
    table.rawset(IGNORE, LuaValue.TRUE);
    return table;
  }

  /** Whether statistics know the error that {@code value} stands for. */
  static boolean isCounted(LuaValue value) {
    return value instanceof Table table && table.rawget(IGNORE) == LuaValue.TRUE;
  }

  /**
   * For {@code server.error_reply}: a leading dash is optional; without a space ERR is the code.
   */
  static Table ofText(LuaString text) {
    Bytes given = Str.bytes(text);
    Bytes rest = given.length() > 0 && given.at(0) == '-' ? given.slice(1, given.length()) : given;
    int space = rest.indexOf((byte) ' ', 0);
    Bytes code = space < 0 ? Bytes.of("ERR") : rest.slice(0, space);
    Bytes message = trim(space < 0 ? rest : rest.slice(space + 1, rest.length()));
    return of(Str.of(code.concat(Bytes.of(" ")).concat(message)));
  }

  private static Bytes trim(Bytes text) {
    int from = 0;
    int to = text.length();
    while (from < to && isLineEnd(text.at(from))) {
      from++;
    }
    while (to > from && isLineEnd(text.at(to - 1))) {
      to--;
    }
    return text.slice(from, to);
  }

  private static boolean isLineEnd(byte b) {
    return b == '\r' || b == '\n';
  }
}
