package dev.fnstore.cli.source;

import dev.fnstore.backup.BackupSource;
import dev.fnstore.backup.CopyException;
import dev.fnstore.backup.LogDescription;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.Head;
import dev.fnstore.log.LogException;
import dev.fnstore.log.StoredEvent;
import dev.fnstore.log.StoredSnapshot;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import dev.fnstore.resp.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The log of whoever answers requests, asked for by FUNCTION BACKUP. */
public final class ServedLog implements BackupSource {
  private final Source source;

  public ServedLog(Source source) {
    this.source = source;
  }

  @Override
  public LogDescription describe() throws CopyException {
    Map<Bytes, Bytes> fields = new HashMap<>();
    if (!(ask(request("DESCRIBE")) instanceof Reply.Dictionary description)) {
      throw strange();
    }
    for (Reply.Entry entry : description.entries()) {
      fields.put(text(entry.key()), text(entry.value()));
    }
    return understood(
        () ->
            new LogDescription(
                value(fields, "store_id"),
                end(fields, "base"),
                end(fields, "head"),
                Instant.ofEpochMilli(Long.parseLong(value(fields, "time_ms")))));
  }

  private static Head end(Map<Bytes, Bytes> fields, String name) throws CopyException {
    return new Head(
        new Revision(Long.parseLong(value(fields, name + "_revision"))),
        new Digest(Bytes.wrap(HexFormat.of().parseHex(value(fields, name + "_digest")))),
        Long.parseLong(value(fields, name + "_time_ms")));
  }

  private static String value(Map<Bytes, Bytes> fields, String name) throws CopyException {
    Bytes value = fields.get(Bytes.of(name));
    if (value == null) {
      throw strange();
    }
    return value.toText();
  }

  @Override
  public StoredSnapshot image(Revision base) throws CopyException {
    Reply image = ask(request("IMAGE").add(base.toString()));
    return understood(() -> StoredSnapshot.of(text(image)));
  }

  @Override
  public List<StoredEvent> after(Revision revision) throws CopyException {
    Reply events = ask(request("EVENTS").option("AFTER", revision));
    return understood(() -> items(events, StoredEvent::of));
  }

  @Override
  public List<Bytes> sources(List<Digest> digests) throws CopyException {
    Request request = request("CODE");
    digests.forEach(digest -> request.add(digest.toHex()));
    return items(ask(request), source -> source);
  }

  private static Request request(String what) {
    return Request.of("FUNCTION", "BACKUP", what);
  }

  private Reply ask(Request request) throws CopyException {
    try {
      return source.ask(request);
    } catch (SourceException e) {
      throw new CopyException(String.valueOf(e.getMessage()), e);
    }
  }

  private static <T> List<T> items(Reply reply, Function<Bytes, T> item) throws CopyException {
    if (!(reply instanceof Reply.Array array)) {
      throw strange();
    }
    List<T> items = new ArrayList<>();
    for (Reply each : array.items()) {
      items.add(item.apply(text(each)));
    }
    return items;
  }

  private static Bytes text(Reply reply) throws CopyException {
    if (reply instanceof Reply.Bulk bulk) {
      return bulk.value();
    } else if (reply instanceof Reply.Int number) {
      return Bytes.of(number.value());
    }
    throw strange();
  }

  /** Makes sense of a reply. */
  private interface Sense<T> {
    T make() throws CopyException;
  }

  private static <T> T understood(Sense<T> sense) throws CopyException {
    try {
      return sense.make();
    } catch (IllegalArgumentException | LogException e) {
      throw new CopyException(strange().getMessage() + " (" + e.getMessage() + ")", e);
    }
  }

  private static CopyException strange() {
    return new CopyException(
        "the server does not answer FUNCTION BACKUP as this version of fnstore expects. Use the"
            + " version of fnstore that the server has.");
  }
}
