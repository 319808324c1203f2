package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.history.AuditEntry;
import dev.fnstore.history.AuditQuery;
import dev.fnstore.history.History;
import dev.fnstore.history.HistoryView;
import dev.fnstore.log.Direction;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Point;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** FUNCTION LOG: the audit trail, a page at a time. */
final class FunctionLogCommand {
  static final String SYNTAX =
      "[LIBRARYNAME library-name-pattern] [USER username] [KIND kind] [SINCE point] [UNTIL point]"
          + " [AFTER revision] [LIMIT count] [REVERSE] [WITHCODE]";

  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST_ENTRIES = 10_000;

  /** A page with sources ends early where they are long; AFTER goes on from there. */
  private static final long MOST_SOURCE_BYTES = 32L << 20;

  private static final Set<String> KINDS =
      Set.of(
          "load",
          "delete",
          "flush",
          "restore",
          "rollback",
          "tag",
          "compact",
          "acl",
          "config",
          "target",
          "deploy",
          "drift");

  private final History history;
  private @Nullable Glob libraries;
  private @Nullable Bytes user;
  private @Nullable Bytes kind;
  private @Nullable Point since;
  private @Nullable Point until;
  private @Nullable Revision after;
  private int limit = DEFAULT_LIMIT;
  private Direction direction = Direction.OLDEST_FIRST;
  private boolean withCode;

  private FunctionLogCommand(History history) {
    this.history = history;
  }

  /** What a request of it reads. */
  static Reading plan(History history, List<Bytes> request) throws RefusedException {
    FunctionLogCommand command = new FunctionLogCommand(history);
    OptionWords words = new OptionWords(request, 2);
    while (words.hasNext()) {
      command.take(words);
    }
    return HistoryCommand.reading(command.history, command::read);
  }

  private void take(OptionWords words) throws RefusedException {
    if (words.take("libraryname")) {
      libraries = Glob.ignoringCase(words.value("LIBRARYNAME"));
    } else if (words.take("user")) {
      user = words.value("USER");
    } else if (words.take("kind")) {
      kind = kind(words.value("KIND"));
    } else if (words.take("since")) {
      since = words.point("SINCE");
    } else if (words.take("until")) {
      until = words.point("UNTIL");
    } else if (words.take("after")) {
      after = words.revision("AFTER");
    } else if (words.take("limit")) {
      limit = words.number("LIMIT", 0, MOST_ENTRIES);
    } else if (words.take("reverse")) {
      direction = Direction.NEWEST_FIRST;
    } else if (words.take("withcode")) {
      withCode = true;
    } else {
      throw words.unknown();
    }
  }

  private static Bytes kind(Bytes word) throws RefusedException {
    Bytes lower = word.toLowerCase();
    if (!KINDS.contains(lower.toLatin1())) {
      throw RefusedException.naming(
          "no event has the kind '", word, "': it is one of " + String.join(", ", sorted(KINDS)));
    }
    return lower;
  }

  private static List<String> sorted(Set<String> words) {
    return words.stream().sorted().toList();
  }

  private Reply read(HistoryView view) throws RefusedException {
    AuditQuery query =
        new AuditQuery(libraries, user, kind, view.range(since, until, after, direction), limit);
    List<Reply> page = new ArrayList<>();
    long[] sourceBytes = {0};
    for (AuditEntry entry : view.find(query)) {
      if (sourceBytes[0] > MOST_SOURCE_BYTES) {
        break;
      }
      page.add(
          withCode
              ? HistoryReplies.entry(entry, digest -> counted(view, digest, sourceBytes))
              : HistoryReplies.entry(entry));
    }
    return Reply.array(page);
  }

  private static Bytes counted(HistoryView view, Digest digest, long[] sum) {
    Bytes source = view.source(digest);
    sum[0] += source.length();
    return source;
  }
}
