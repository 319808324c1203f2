package dev.fnstore.cli.text;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.io.PrintWriter;
import java.util.List;

/** A payload, and where it has been put. */
public final class DumpText {
  private DumpText() {}

  /** What FUNCTION DUMP gives. */
  public static Bytes payload(Reply dump) {
    return Fields.bytes(dump);
  }

  /** That a payload has been put into a file. */
  public static Reply written(String file, Bytes payload) {
    return new Reply.Dictionary(
        List.of(
            new Reply.Entry(Reply.bulk("file"), Reply.bulk(file)),
            new Reply.Entry(Reply.bulk("bytes"), Reply.of(payload.length()))));
  }

  /** Tells what {@link #written} does. */
  public static void print(Reply written, PrintWriter out) {
    Fields fields = Fields.of(written);
    out.println(fields.line("bytes") + " bytes in " + fields.line("file"));
  }
}
