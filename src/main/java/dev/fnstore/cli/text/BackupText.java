package dev.fnstore.cli.text;

import dev.fnstore.resp.Reply;
import java.io.PrintWriter;
import java.util.List;

/** Backups, and what was brought back from them. */
public final class BackupText {
  private BackupText() {}

  /**
   * A backup that was made.
   *
   * @param events how many it has added
   * @param revision of the newest event in it
   * @param digest of that event
   */
  public static Reply of(String folder, long events, long revision, String digest, String time) {
    return new Reply.Dictionary(
        List.of(
            field("folder", folder),
            number("events", events),
            number("revision", revision),
            field("digest", digest),
            field("time", time)));
  }

  /** Tells what {@link #of(String, long, long, String, String)} does. */
  public static void print(Reply backup, PrintWriter out) {
    Fields fields = Fields.of(backup);
    header(fields, out);
    out.println(
        fields.number("events")
            + (fields.number("events") == 1 ? " event" : " events")
            + " copied and verified.");
  }

  private static void header(Fields fields, PrintWriter out) {
    new Header(out)
        .line("folder", fields.line("folder"))
        .line("revision", fields.line("revision"))
        .line("digest", fields.line("digest"));
  }

  /** A line of {@link #list}. */
  public static Reply entry(String time, long revision, String digest) {
    return new Reply.Dictionary(
        List.of(field("time", time), number("revision", revision), field("digest", digest)));
  }

  /** Prints some of {@link #entry}. */
  public static void list(Reply backups, PrintWriter out) {
    Table table = new Table("TIME", "REV", "DIGEST");
    for (Fields backup : Fields.each(backups)) {
      table.row(backup.line("time"), backup.line("revision"), backup.line("digest"));
    }
    table.print(out);
  }

  /** A log that was brought back, or repaired. */
  public static Reply restored(String folder, long revision, String digest) {
    return new Reply.Dictionary(
        List.of(field("folder", folder), number("revision", revision), field("digest", digest)));
  }

  /** Tells what {@link #restored} does. */
  public static void printRestored(Reply restored, PrintWriter out) {
    Fields fields = Fields.of(restored);
    header(fields, out);
    out.println("Start it with: fnstore server --data-dir " + fields.line("folder"));
  }

  /** A log that was cut, and where it is kept as it was. */
  public static Reply repaired(String folder, long revision, String digest, String kept) {
    return new Reply.Dictionary(
        List.of(
            field("folder", folder),
            number("revision", revision),
            field("digest", digest),
            field("kept", kept)));
  }

  /** Tells what {@link #repaired} does. */
  public static void printRepaired(Reply repaired, PrintWriter out) {
    Fields fields = Fields.of(repaired);
    header(fields, out);
    out.println("The log as it was is kept in " + fields.line("kept"));
  }

  private static Reply.Entry field(String name, String value) {
    return new Reply.Entry(Reply.bulk(name), Reply.bulk(value));
  }

  private static Reply.Entry number(String name, long value) {
    return new Reply.Entry(Reply.bulk(name), Reply.of(value));
  }
}
