package dev.fnstore.engine.lua;

/** The classes of bytes that patterns know. */
final class ByteClasses {
  /** Which bytes a letter after {@code %} stands for. */
  static final boolean[][] OF_LETTER = classes();

  /** Each byte of ASCII on its own. */
  static final boolean[][] SINGLE = new boolean[128][256];

  static {
    for (int c = 0; c < SINGLE.length; c++) {
      SINGLE[c][c] = true;
    }
  }

  private ByteClasses() {}

  private static boolean[][] classes() {
    boolean[][] classes = new boolean[256][256];
    for (int letter = 0; letter < 256; letter++) {
      for (int c = 0; c < 256; c++) {
        classes[letter][c] = inClass(c, letter);
      }
    }
    return classes;
  }

  private static boolean inClass(int c, int letter) {
    boolean is;
    switch (Ascii.toLower(letter)) {
      case 'a' -> is = Ascii.isAlpha(c);
      case 'c' -> is = Ascii.isControl(c);
      case 'd' -> is = Ascii.isDigit(c);
      case 'l' -> is = Ascii.isLower(c);
      case 'p' -> is = Ascii.isPunctuation(c);
      case 's' -> is = Ascii.isSpace(c);
      case 'u' -> is = Ascii.isUpper(c);
      case 'w' -> is = Ascii.isAlnum(c);
      case 'x' -> is = Ascii.isHex(c);
      case 'z' -> is = c == 0;
      default -> {
        return letter == c;
      }
    }
    return Ascii.isUpper(letter) != is;
  }
}
