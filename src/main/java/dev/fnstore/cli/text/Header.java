package dev.fnstore.cli.text;

import java.io.PrintWriter;

/** Lines of a name and what it stands for. */
final class Header {
  private static final int NAME_WIDTH = 11;

  private final PrintWriter out;

  Header(PrintWriter out) {
    this.out = out;
  }

  /** A line, unless there is nothing to tell. */
  Header line(String name, String value) {
    if (!value.isEmpty()) {
      out.println(name + " ".repeat(NAME_WIDTH - name.length()) + value);
    }
    return this;
  }
}
