package dev.fnstore.cli.text;

import dev.fnstore.resp.Reply;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;

/** The audit trail, a row for each event. */
public final class LogText {
  private static final String NONE = "-";
  private static final int SHORT_DIGEST_LENGTH = 12;
  private static final int MOST_MESSAGE_LENGTH = 100;

  /** Where the kind alone does not say what has happened, and the rest is short. */
  private static final Set<String> WITH_DETAIL =
      Set.of("rollback", "tag", "acl", "config", "target", "deploy", "drift");

  private LogText() {}

  /** Prints what FUNCTION LOG gives. */
  public static void print(Reply log, PrintWriter out) {
    Table table =
        new Table("REV", "TIME", "USER", "ACTION", "LIBRARY", "VERSION", "DIGEST", "MESSAGE");
    for (Fields event : Fields.each(log)) {
      List<Fields> libraries = event.maps("libraries");
      boolean isOne = libraries.size() == 1;
      table.row(
          event.line("revision"),
          event.line("time"),
          event.line("user"),
          event.line("kind"),
          libraries.isEmpty()
              ? NONE
              : Names.few(libraries.stream().map(library -> library.line("name")).toList()),
          isOne ? orNone(libraries.get(0).line("version")) : NONE,
          isOne ? orNone(shortened(libraries.get(0).line("digest_after"))) : NONE,
          message(event));
    }
    table.print(out);
  }

  private static String message(Fields event) {
    String message = event.line("message");
    String detail = event.line("detail");
    if (detail.isEmpty() || !WITH_DETAIL.contains(event.line("kind"))) {
      return cut(message);
    }
    return cut(message.isEmpty() ? detail : detail + ": " + message);
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= MOST_MESSAGE_LENGTH
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_MESSAGE_LENGTH)) + "…";
  }

  /** As many digits as tell digests apart. */
  static String shortened(String digest) {
    return digest.substring(0, Math.min(digest.length(), SHORT_DIGEST_LENGTH));
  }

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }
}
