package dev.fnstore.cli.text;

import dev.fnstore.resp.Reply;
import java.io.PrintWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a log begins, and how far it is from there. */
public final class CompactText {
  private static final Pattern PROGRESS =
      Pattern.compile("log_compaction_in_progress:1\\s+log_compaction_progress_perc:(\\d+)");

  private CompactText() {}

  /** Prints what FUNCTION COMPACT gives. */
  public static void print(Reply base, PrintWriter out) {
    out.println("The log begins at revision " + Printable.line(Fields.bytes(base)) + ".");
  }

  /** How much of a compaction is done, as INFO tells it; 100 where none is under way. */
  public static int percentDone(Reply info) {
    Matcher progress = PROGRESS.matcher(text(info));
    return progress.find() ? Math.min(99, Integer.parseInt(progress.group(1))) : 100;
  }

  private static String text(Reply info) {
    return info instanceof Reply.Verbatim verbatim
        ? verbatim.text().toLatin1()
        : Fields.bytes(info).toLatin1();
  }
}
