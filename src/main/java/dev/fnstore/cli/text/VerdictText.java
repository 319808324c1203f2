package dev.fnstore.cli.text;

import dev.fnstore.resp.Reply;
import java.io.PrintWriter;

/** Whether a log holds together. */
public final class VerdictText {
  private VerdictText() {}

  public static boolean holds(Reply verdict) {
    return Fields.of(verdict).number("ok") == 1;
  }

  /** Prints what FUNCTION VERIFY gives. */
  public static void print(Reply verdict, PrintWriter out) {
    Fields fields = Fields.of(verdict);
    new Header(out)
        .line("revision", fields.line("head_revision"))
        .line("digest", fields.line("head_digest"))
        .line("events", fields.line("events"));
    if (holds(verdict)) {
      out.println("The log holds.");
      return;
    }
    String where =
        fields.isNull("first_bad_revision")
            ? ""
            : " at revision " + fields.line("first_bad_revision");
    out.println("The log does not hold" + where + ": " + fields.line("reason"));
  }
}
