package dev.fnstore.engine.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** The tokens of a JSON text. */
final class JsonTokens {
  /** As error texts name them. */
  enum Kind {
    T_OBJ_BEGIN,
    T_OBJ_END,
    T_ARR_BEGIN,
    T_ARR_END,
    T_STRING,
    T_NUMBER,
    T_BOOLEAN,
    T_NULL,
    T_COLON,
    T_COMMA,
    T_END,
    T_ERROR
  }

  private final LuaString text;
  private final byte[] bytes;
  private final int end;
  private final boolean acceptsInvalid;
  private int at;
  private int start;
  private String problem = "invalid token";

  Kind kind = Kind.T_END;
  LuaValue value = LuaValue.NIL;

  JsonTokens(LuaString text, boolean acceptsInvalid) {
    this.text = text;
    this.bytes = text.m_bytes;
    this.end = text.m_offset + text.m_length;
    this.at = text.m_offset;
    this.acceptsInvalid = acceptsInvalid;
  }

  /** Where the token is, counted from 1. */
  int position() {
    return start - text.m_offset + 1;
  }

  LuaRaise expected(String what) {
    String found = kind == Kind.T_ERROR ? problem : kind.name();
    return LuaRaise.error(
        "Expected " + what + " but found " + found + " at character " + position());
  }

  /** As {@link #expected}, of the token that comes. */
  LuaRaise unexpected(String what) {
    advance();
    return expected(what);
  }

  private int peek(int ahead) {
    return at + ahead < end ? bytes[at + ahead] & 0xff : 0;
  }

  private void skipSpace() {
    while (at < end
        && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r')) {
      at++;
    }
  }

  /** Takes the next token if it is this one; else only the space before it. */
  boolean take(char symbol) {
    skipSpace();
    if (at < end && bytes[at] == symbol) {
      at++;
      return true;
    }
    return false;
  }

  /**
   * Takes the next token if it is this string, written without escapes; gives null and takes only
   * the space before it if not.
   */
  @Nullable LuaString takeKey(@Nullable LuaString key) {
    skipSpace();
    int length = key == null ? 0 : key.m_length;
    if (key == null || end - at < length + 2 || bytes[at] != '"' || bytes[at + length + 1] != '"') {
      return null;
    }
    for (int i = 0; i < length; i++) {
      byte b = bytes[at + 1 + i];
      if (b != key.m_bytes[key.m_offset + i] || b == '"' || b == '\\' || b == 0) {
        return null;
      }
    }
    at += length + 2;
    return key;
  }

  void advance() {
    skipSpace();
    start = at;
    int c = peek(0);
    switch (c) {
      case '{' -> symbol(Kind.T_OBJ_BEGIN);
      case '}' -> symbol(Kind.T_OBJ_END);
      case '[' -> symbol(Kind.T_ARR_BEGIN);
      case ']' -> symbol(Kind.T_ARR_END);
      case ',' -> symbol(Kind.T_COMMA);
      case ':' -> symbol(Kind.T_COLON);
      case '"' -> string();
      case 0 -> kind = Kind.T_END; // also a zero byte, which ends the text
      default -> wordOrNumber(c);
    }
  }

  private void symbol(Kind symbol) {
    kind = symbol;
    at++;
  }

  private void fail(String why, int where) {
    kind = Kind.T_ERROR;
    problem = why;
    start = where;
  }

  private void wordOrNumber(int c) {
    if (c == '-' || Ascii.isDigit(c)) {
      number(acceptsInvalid || !isInvalidNumber());
    } else if (startsWith("true") || startsWith("false")) {
      kind = Kind.T_BOOLEAN;
      value = c == 't' ? LuaValue.TRUE : LuaValue.FALSE;
      at += c == 't' ? 4 : 5;
    } else if (startsWith("null")) {
      kind = Kind.T_NULL;
      value = NullPointer.INSTANCE;
      at += 4;
    } else if (acceptsInvalid && isInvalidNumber()) {
      number(true);
    } else {
      fail("invalid token", at);
    }
  }

  private boolean startsWith(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (peek(i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** What strtod takes and JSON does not: leading zeros, hexadecimal, infinities and NaN. */
  private boolean isInvalidNumber() {
    if (peek(0) == '+') {
      return true;
    }
    int i = peek(0) == '-' ? 1 : 0;
    int first = peek(i);
    int second = peek(i + 1);
    if (first == '0') {
      return (second | 0x20) == 'x' || Ascii.isDigit(second);
    } else if (Ascii.isDigit(first)) {
      return false;
    }
    int a = Ascii.toLower(first);
    int b = Ascii.toLower(second);
    int c = Ascii.toLower(peek(i + 2));
    return (a == 'i' && b == 'n' && c == 'f') || (a == 'n' && b == 'a' && c == 'n');
  }

  private void number(boolean isAllowed) {
    if (isAllowed && shortNumber()) {
      kind = Kind.T_NUMBER;
      return;
    }
    int last = isAllowed ? numberEnd() : at;
    double number = last == at ? NumberParser.NOT_A_NUMBER : NumberParser.parse(upTo(last));
    if (NumberParser.isNone(number)) {
      fail("invalid number", at);
      return;
    }
    kind = Kind.T_NUMBER;
    value = Num.of(number);
    at = last;
  }

  /**
   * Reads a number of a few digits, perhaps with a point; gives false, having read none, if not.
   */
  private boolean shortNumber() {
    boolean isNegative = bytes[at] == '-';
    int first = isNegative ? at + 1 : at;
    int most = Math.min(end, first + Decimals.MOST_DIGITS);
    long digits = 0;
    int point = -1;
    int i = first;
    for (; i < most; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
      } else if (bytes[i] == '.' && point < 0 && i > first) {
        point = i;
      } else {
        break;
      }
    }
    if (i == first || (i < end && isNumberPart(bytes[i] & 0xff))) {
      return false;
    }
    double magnitude = point < 0 ? digits : Decimals.product(digits, point + 1 - i);
    value = Num.of(isNegative ? -magnitude : magnitude);
    at = i;
    return true;
  }

  /** The end of the longest number that begins here. */
  private int numberEnd() {
    int i = at + (peek(0) == '-' || peek(0) == '+' ? 1 : 0);
    int most = i;
    while (most < end && isNumberPart(bytes[most] & 0xff)) {
      most++;
    }
    for (int last = most; last > i; last--) {
      if (!NumberParser.isNone(NumberParser.parse(upTo(last)))) {
        return last;
      }
    }
    return at;
  }

  private LuaString upTo(int last) {
    return Str.slice(text, at - text.m_offset, last - text.m_offset);
  }

  private static boolean isNumberPart(int c) {
    return Ascii.isAlnum(c) || c == '.' || c == '+' || c == '-';
  }

  private void string() {
    int quote = at;
    int i = at + 1;
    while (i < end && bytes[i] != '"' && bytes[i] != '\\' && bytes[i] != 0) {
      i++;
    }
    at++;
    if (i < end && bytes[i] == '"') {
      value = upTo(i);
      at = i + 1;
    } else {
      ByteBuilder out = new ByteBuilder(i - at + 16);
      out.append(bytes, at, i - at);
      at = i;
      if (!restOfString(out)) {
        return;
      }
      value = out.toLuaString();
    }
    start = quote;
    kind = Kind.T_STRING;
  }

  private boolean restOfString(ByteBuilder out) {
    for (; ; ) {
      int c = peek(0);
      if (c == 0) {
        fail("unexpected end of string", at);
        return false;
      } else if (c == '"') {
        at++;
        return true;
      } else if (c == '\\') {
        if (!escape(out)) {
          return false;
        }
      } else {
        out.append(c);
        at++;
      }
    }
  }

  private boolean escape(ByteBuilder out) {
    int c = peek(1);
    if (c == 'u') {
      return unicode(out);
    }
    int index = "\"\\/bfnrt".indexOf(c);
    if (index < 0 || c == 0) {
      fail("invalid escape code", at);
      return false;
    }
    out.append("\"\\/\b\f\n\r\t".charAt(index));
    at += 2;
    return true;
  }

  private boolean unicode(ByteBuilder out) {
    int code = hexAt(2);
    int size = 6;
    boolean valid = code >= 0 && (code & 0xfc00) != 0xdc00;
    if (valid && (code & 0xf800) == 0xd800) {
      int low = peek(6) == '\\' && peek(7) == 'u' ? hexAt(8) : -1;
      valid = low >= 0 && (low & 0xfc00) == 0xdc00;
      code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
      size = 12;
    }
    if (!valid) {
      fail("invalid unicode escape code", at);
      return false;
    }
    utf8(out, code);
    at += size;
    return true;
  }

  private int hexAt(int ahead) {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int c = peek(ahead + i);
      if (!Ascii.isHex(c)) {
        return -1;
      }
      code = code << 4 | Character.digit(c, 16);
    }
    return code;
  }

  private static void utf8(ByteBuilder out, int code) {
    if (code < 0x80) {
      out.append(code);
    } else if (code < 0x800) {
      out.append(0xc0 | (code >> 6)).append(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      out.append(0xe0 | (code >> 12))
          .append(0x80 | (code >> 6 & 0x3f))
          .append(0x80 | (code & 0x3f));
    } else {
      out.append(0xf0 | (code >> 18)).append(0x80 | (code >> 12 & 0x3f));
      out.append(0x80 | (code >> 6 & 0x3f)).append(0x80 | (code & 0x3f));
    }
  }
}
