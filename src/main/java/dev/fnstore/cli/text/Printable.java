package dev.fnstore.cli.text;

import dev.fnstore.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text of others such that it cannot move the cursor, colour the terminal, or look other than it
 * is. Control characters, invisible ones and those that turn the direction of writing are escaped
 * by their numbers, bytes that are no UTF-8 too.
 */
public final class Printable {
  private Printable() {}

  /** For one line: line ends and tabs are escaped like the rest. */
  public static String line(Bytes text) {
    return escape(text, false);
  }

  /** For several lines: line ends and tabs stay. */
  public static String lines(Bytes text) {
    return escape(text, true);
  }

  private static String escape(Bytes text, boolean keepLines) {
    StringBuilder out = new StringBuilder(text.length());
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(text.shared());
    CharBuffer decoded = CharBuffer.allocate(text.length());
    while (true) {
      CoderResult result = decoder.decode(in, decoded, true);
      decoded.flip();
      decoded.codePoints().forEach(c -> append(out, c, keepLines));
      decoded.clear();
      if (!result.isError()) {
        return out.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.append(String.format("\\x%02x", in.get() & 0xff));
      }
    }
  }

  private static void append(StringBuilder out, int c, boolean keepLines) {
    switch (c) {
      case '\n' -> out.append(keepLines ? "\n" : "\\n");
      case '\t' -> out.append(keepLines ? "\t" : "\\t");
      case '\r' -> out.append("\\r");
      default -> {
        if (isHarmless(c)) {
          out.appendCodePoint(c);
        } else {
          out.append(c < 0x80 ? String.format("\\x%02x", c) : String.format("\\u{%x}", c));
        }
      }
    }
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
