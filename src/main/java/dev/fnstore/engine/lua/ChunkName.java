package dev.fnstore.engine.lua;

/** How messages name a chunk: {@code user_function}, {@code [string "first line..."]}. */
final class ChunkName {
  private static final int MOST_BYTES = 80;

  private ChunkName() {}

  static String display(String source) {
    if (source.startsWith("=")) {
      return source.substring(1, Math.min(source.length(), MOST_BYTES));
    } else if (source.startsWith("@")) {
      String name = source.substring(1);
      int most = MOST_BYTES - 8;
      return name.length() > most ? "..." + name.substring(name.length() - most) : name;
    }
    int lineEnd = 0;
    while (lineEnd < source.length()
        && source.charAt(lineEnd) != '\n'
        && source.charAt(lineEnd) != '\r') {
      lineEnd++;
    }
    int most = MOST_BYTES - 17;
    int length = Math.min(lineEnd, most);
    return "[string \""
        + source.substring(0, length)
        + (length < source.length() ? "..." : "")
        + "\"]";
  }
}
