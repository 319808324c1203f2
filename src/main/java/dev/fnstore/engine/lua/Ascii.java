package dev.fnstore.engine.lua;

/** Character classes of the C locale: bytes from 128 on are in none. */
final class Ascii {
  private Ascii() {}

  static boolean isUpper(int c) {
    return c >= 'A' && c <= 'Z';
  }

  static boolean isLower(int c) {
    return c >= 'a' && c <= 'z';
  }

  static boolean isAlpha(int c) {
    return isUpper(c) || isLower(c);
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAlnum(int c) {
    return isAlpha(c) || isDigit(c);
  }

  static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  static boolean isControl(int c) {
    return c < 32 || c == 127;
  }

  static boolean isPunctuation(int c) {
    return c > 32 && c < 127 && !isAlnum(c);
  }

  static boolean isHex(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  static int toLower(int c) {
    return isUpper(c) ? c + 32 : c;
  }

  static int toUpper(int c) {
    return isLower(c) ? c - 32 : c;
  }
}
