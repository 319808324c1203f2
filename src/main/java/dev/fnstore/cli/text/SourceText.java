package dev.fnstore.cli.text;

import dev.fnstore.bytes.Bytes;
import java.io.PrintWriter;

/** The source of a library. */
final class SourceText {
  private SourceText() {}

  /** Prints it with a line end at its end. */
  static void print(Bytes source, PrintWriter out) {
    String text = Printable.lines(source);
    out.print(text);
    if (!text.endsWith("\n")) {
      out.println();
    }
  }
}
