package dev.fnstore.cli.text;

import dev.fnstore.resp.Reply;
import java.io.PrintWriter;
import java.util.List;

/** Libraries and their functions. */
public final class ListText {
  private ListText() {}

  /** Prints what FUNCTION LIST gives, a row for each library. */
  public static void print(Reply list, PrintWriter out) {
    Table table = new Table("NAME", "ENGINE", "FUNCTIONS");
    for (Fields library : Fields.each(list)) {
      table.row(
          library.line("library_name"),
          library.line("engine"),
          String.join(", ", functions(library)));
    }
    table.print(out);
  }

  /** Prints what FUNCTION LIST WITHCODE gives, the source below each library. */
  public static void withCode(Reply list, PrintWriter out) {
    boolean isFirst = true;
    for (Fields library : Fields.each(list)) {
      if (!isFirst) {
        out.println();
      }
      isFirst = false;
      new Header(out)
          .line("library", library.line("library_name"))
          .line("engine", library.line("engine"))
          .line("functions", String.join(", ", functions(library)));
      out.println();
      SourceText.print(library.text("library_code"), out);
    }
  }

  /** Names of a library's functions. */
  static List<String> functions(Fields library) {
    return library.maps("functions").stream().map(function -> function.line("name")).toList();
  }
}
