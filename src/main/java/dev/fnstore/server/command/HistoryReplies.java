package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.history.AuditEntry;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Effect;
import dev.fnstore.model.Event;
import dev.fnstore.model.Revision;
import dev.fnstore.resp.Reply;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What history looks like in replies. */
public final class HistoryReplies {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private HistoryReplies() {}

  /** An event as FUNCTION LOG tells it, without sources. */
  public static Reply.Dictionary entry(AuditEntry entry) {
    return entry(entry, null);
  }

  /**
   * As {@link #entry(AuditEntry)}.
   *
   * @param sources gives the source of a digest; null: the texts are not wanted
   */
  static Reply.Dictionary entry(AuditEntry entry, @Nullable Function<Digest, Bytes> sources) {
    Event event = entry.event();
    Actor actor = event.actor();
    List<Reply.Entry> fields = new ArrayList<>();
    fields.add(field("revision", revision(event.revision())));
    fields.add(field("time", time(event.timeMs())));
    fields.add(field("time_ms", Reply.of(event.timeMs())));
    fields.add(field("kind", Reply.bulk(event.change().kind())));
    fields.add(field("user", Reply.bulk(actor.user())));
    fields.add(field("address", Reply.bulk(actor.address())));
    fields.add(field("client_name", Reply.bulk(actor.clientName())));
    fields.add(field("client_library", Reply.bulk(clientLibrary(actor))));
    fields.add(field("message", Reply.bulk(event.message())));
    fields.add(
        field(
            "libraries",
            Reply.array(
                entry.effects().stream().<Reply>map(effect -> effect(effect, sources)).toList())));
    fields.add(field("digest", Reply.bulk(entry.digest().toHex())));
    fields.add(field("detail", Reply.bulk(detail(event.change()))));
    return new Reply.Dictionary(fields);
  }

  private static Bytes clientLibrary(Actor actor) {
    return actor.libraryVersion().isEmpty()
        ? actor.libraryName()
        : actor.libraryName().concat(Bytes.of(" ")).concat(actor.libraryVersion());
  }

  private static Reply effect(Effect effect, @Nullable Function<Digest, Bytes> sources) {
    Digest after = effect.after();
    List<Reply.Entry> fields = new ArrayList<>();
    fields.add(field("name", Reply.bulk(effect.libraryName())));
    fields.add(field("version", after == null ? Reply.NULL : Reply.of(effect.version())));
    fields.add(field("digest_before", digest(effect.before())));
    fields.add(field("digest_after", digest(after)));
    if (sources != null) {
      fields.add(
          field("library_code", after == null ? Reply.NULL : Reply.bulk(sources.apply(after))));
    }
    return new Reply.Dictionary(fields);
  }

  /** What the kind of a change leaves open, for people. */
  private static Bytes detail(Change change) {
    if (change instanceof Change.Restore restore) {
      return Bytes.of(
          restore.policy()
              + ", RDB version "
              + restore.rdbVersion()
              + ", payload "
              + restore.payloadDigest());
    } else if (change instanceof Change.Rollback rollback) {
      return Bytes.of("to revision " + rollback.to());
    } else if (change instanceof Change.TagSet tag) {
      return tag.name().concat(Bytes.of(" set to revision " + tag.revision()));
    } else if (change instanceof Change.TagDelete tag) {
      return tag.name().concat(Bytes.of(" deleted"));
    } else if (change instanceof Change.Compact compact) {
      return Bytes.of("up to revision " + compact.base() + ", image " + compact.imageDigest());
    }
    return ChangeWords.of(change);
  }

  static Reply.Entry field(String key, Reply value) {
    return new Reply.Entry(Reply.bulk(key), value);
  }

  static Reply revision(Revision revision) {
    return Reply.of(revision.number());
  }

  /** ISO-8601 in UTC, with ms. */
  static Reply time(long timeMs) {
    return Reply.bulk(TIME.format(Instant.ofEpochMilli(timeMs)));
  }

  static Reply digest(@Nullable Digest digest) {
    return digest == null ? Reply.NULL : Reply.bulk(digest.toHex());
  }

  static Reply names(List<Bytes> names) {
    return Reply.array(names.stream().<Reply>map(Reply::bulk).toList());
  }
}
