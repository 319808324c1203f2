package dev.fnstore.cli.text;

import dev.fnstore.resp.Reply;
import java.io.PrintWriter;

/** Names of libraries that have been loaded, one a line. */
public final class LoadText {
  private LoadText() {}

  /** Prints what FUNCTION LOAD gives, of each. */
  public static void print(Reply names, PrintWriter out) {
    Fields.items(names).forEach(name -> out.println(Printable.line(Fields.bytes(name))));
  }
}
