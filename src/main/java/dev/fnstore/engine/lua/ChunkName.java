package dev.fnstore.engine.lua;

/** How messages name a chunk: {@code user_function}, {@code [string "first line..."]}. */
final class ChunkName {
  private static final int MOST_BYTES = 60;
  private static final int MOST_BYTES_IN_SYNTAX_ERRORS = 80;

  private ChunkName() {}

  /** In the errors of what runs. */
  static String display(String source) {
    return display(source, MOST_BYTES);
  }

  /** In the errors of what does not compile, which show more of it, as C Lua does. */
  static String inSyntaxErrors(String source) {
    return display(source, MOST_BYTES_IN_SYNTAX_ERRORS);
  }

  private static String display(String whole, int mostBytes) {
    int zero = whole.indexOf('\0'); // where C's string ends
    String source = zero < 0 ? whole : whole.substring(0, zero);
    if (source.startsWith("=")) {
      return source.substring(1, Math.min(source.length(), mostBytes));
    } else if (source.startsWith("@")) {
      String name = source.substring(1);
      int most = mostBytes - 8;
      return name.length() > most ? "..." + name.substring(name.length() - most) : name;
    }
    int lineEnd = 0;
    while (lineEnd < source.length()
        && source.charAt(lineEnd) != '\n'
        && source.charAt(lineEnd) != '\r') {
      lineEnd++;
    }
    int most = mostBytes - 17;
    int length = Math.min(lineEnd, most);
    return "[string \""
        + source.substring(0, length)
        + (length < source.length() ? "..." : "")
        + "\"]";
  }
}
