package dev.fnstore.cli.text;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What has come of tests. */
public final class TestText {
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[m";

  private TestText() {}

  /**
   * What has come of one.
   *
   * @param error why it failed; null if it has not
   */
  public record Result(Bytes library, Bytes test, @Nullable String error, long micros) {
    public boolean isOk() {
      return error == null;
    }

    Reply reply() {
      List<Reply.Entry> entries = new ArrayList<>();
      entries.add(entry("library", Reply.bulk(library)));
      entries.add(entry("test", Reply.bulk(test)));
      entries.add(entry("ok", new Reply.Bool(isOk())));
      entries.add(entry("error", error == null ? Reply.NULL : Reply.bulk(error)));
      entries.add(entry("duration_us", Reply.of(micros)));
      return new Reply.Dictionary(entries);
    }
  }

  /** All of them, as a server would tell it. */
  public static Reply reply(List<Result> results, long micros) {
    long failed = results.stream().filter(result -> !result.isOk()).count();
    return new Reply.Dictionary(
        List.of(
            entry("passed", Reply.of(results.size() - failed)),
            entry("failed", Reply.of(failed)),
            entry("duration_us", Reply.of(micros)),
            entry("tests", Reply.array(results.stream().map(Result::reply).toList()))));
  }

  private static Reply.Entry entry(String name, Reply value) {
    return new Reply.Entry(Reply.bulk(name), value);
  }

  /** Prints a line about one. */
  public static void printResult(Result result, PrintWriter out, boolean coloured) {
    String word = result.isOk() ? "ok" : "FAILED";
    String padding = " ".repeat("FAILED".length() - word.length() + 2);
    String shown = coloured ? (result.isOk() ? GREEN : RED) + word + PLAIN : word;
    String name = Printable.line(result.library()) + "." + Printable.line(result.test());
    String error = result.error();
    out.println(
        shown + padding + name + (error == null ? "" : ": " + Printable.line(Bytes.of(error))));
  }

  /** Prints how many of {@link #reply} there are. */
  public static void printSummary(Reply all, PrintWriter out) {
    Fields fields = Fields.of(all);
    out.printf(
        Locale.ROOT,
        "%d passed, %d failed (%.1f s)%n",
        fields.number("passed"),
        fields.number("failed"),
        fields.number("duration_us") / 1e6);
  }
}
