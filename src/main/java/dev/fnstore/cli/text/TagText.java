package dev.fnstore.cli.text;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.io.PrintWriter;

/** Tags and what they name. */
public final class TagText {
  private TagText() {}

  /** Prints what FUNCTION TAG SET gives. */
  public static void set(String name, Reply revision, PrintWriter out) {
    out.println(
        Printable.line(Bytes.of(name)) + " is revision " + Printable.line(Fields.bytes(revision)));
  }

  /** Tells that FUNCTION TAG DELETE was done. */
  public static void deleted(String name, PrintWriter out) {
    out.println(Printable.line(Bytes.of(name)) + " is deleted");
  }

  /** Prints what FUNCTION TAG LIST gives. */
  public static void list(Reply tags, PrintWriter out) {
    Table table = new Table("TAG", "REV", "SET AT", "TIME");
    for (Fields tag : Fields.each(tags)) {
      table.row(tag.line("name"), tag.line("revision"), tag.line("set_revision"), tag.line("time"));
    }
    table.print(out);
  }
}
