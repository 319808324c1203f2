package dev.fnstore.cli.text;

import dev.fnstore.resp.Reply;
import java.io.PrintWriter;
import java.util.List;

/** What a rollback will do, or has done. */
public final class RollbackText {
  private RollbackText() {}

  /** Prints what FUNCTION ROLLBACK DRYRUN gives. */
  public static void plan(Reply plan, PrintWriter out) {
    Fields fields = Fields.of(plan);
    if (changesNothing(plan)) {
      out.println("All libraries are as they were at revision " + fields.line("to") + ".");
      return;
    }
    out.println("To have libraries again as they were at revision " + fields.line("to") + ":");
    print("load", fields.lines("added"), out);
    print("replace", fields.lines("changed"), out);
    print("delete", fields.lines("removed"), out);
  }

  private static void print(String verb, List<String> names, PrintWriter out) {
    names.forEach(name -> out.println("  " + verb + " ".repeat(9 - verb.length()) + name));
  }

  /** Whether no library is to change. */
  public static boolean changesNothing(Reply plan) {
    Fields fields = Fields.of(plan);
    return fields.lines("added").isEmpty()
        && fields.lines("changed").isEmpty()
        && fields.lines("removed").isEmpty();
  }

  /** Prints what FUNCTION ROLLBACK gives. */
  public static void done(Reply done, PrintWriter out) {
    Fields fields = Fields.of(done);
    out.println(
        "Revision "
            + fields.line("revision")
            + " has them as they were at revision "
            + fields.line("to")
            + ".");
  }
}
