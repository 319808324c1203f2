package dev.fnstore.crash;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;

/**
 * What INFO tells of the log.
 *
 * @param revision where it ends
 * @param base where it begins
 * @param isCompacting whether something is being dropped
 * @param percent how much of that is done
 */
record LogFigures(long revision, long base, boolean isCompacting, double percent) {
  static LogFigures read(RespConnection connection) {
    return of(connection.call("INFO", "persistence"));
  }

  /** From the reply to INFO, in RESP3. */
  static LogFigures of(Reply info) {
    String text = ((Reply.Verbatim) info).text().toText();
    return new LogFigures(
        Long.parseLong(value(text, "log_revision")),
        Long.parseLong(value(text, "log_base_revision")),
        value(text, "log_compaction_in_progress").equals("1"),
        Double.parseDouble(value(text, "log_compaction_progress_perc")));
  }

  private static String value(String text, String name) {
    int from = text.indexOf(name + ":") + name.length() + 1;
    return text.substring(from, text.indexOf("\r\n", from));
  }
}
