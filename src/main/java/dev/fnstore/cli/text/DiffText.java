package dev.fnstore.cli.text;

import dev.fnstore.resp.Reply;
import java.io.PrintWriter;

/** Unified differences, as {@code diff -u} and git show them. */
public final class DiffText {
  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String CYAN = "\u001b[36m";
  private static final String PLAIN = "\u001b[m";

  private DiffText() {}

  /** Prints what FUNCTION DIFF gives. */
  public static void print(Reply differences, PrintWriter out, boolean coloured) {
    for (Fields difference : Fields.each(differences)) {
      Printable.lines(difference.text("diff"))
          .lines()
          .forEach(line -> out.println(coloured ? coloured(line) : line));
    }
  }

  private static String coloured(String line) {
    String colour = colour(line);
    return colour.isEmpty() ? line : colour + line + PLAIN;
  }

  private static String colour(String line) {
    if (line.startsWith("--- ") || line.startsWith("+++ ")) {
      return BOLD;
    } else if (line.startsWith("@@")) {
      return CYAN;
    }
    return line.startsWith("-") ? RED : line.startsWith("+") ? GREEN : "";
  }
}
