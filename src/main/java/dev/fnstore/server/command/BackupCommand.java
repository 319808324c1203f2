package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.history.History;
import dev.fnstore.history.HistoryView;
import dev.fnstore.log.Head;
import dev.fnstore.log.StoredEvent;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.Reading;
import java.util.ArrayList;
import java.util.List;

/** FUNCTION BACKUP: the log as it is stored, piece by piece, for who makes a copy of it. */
final class BackupCommand {
  /** What one reply holds, unless a single event or source is longer. */
  private static final long MOST_BYTES = 4L << 20;

  private static final CommandSpec SPEC =
      HistoryCommands.adminSubcommand("backup", -3)
          .complexity("O(N) where N is the number of events or sources in the reply")
          .syntax("<DESCRIBE|IMAGE revision|EVENTS AFTER revision|CODE digest [digest ...]>")
          .summary("Gives the event log as it is stored, for a copy of it.")
          .build();

  private BackupCommand() {}

  static Command of(History history) {
    return HistoryCommand.of(SPEC, call -> plan(history, call.words()));
  }

  /** What a request reads. */
  static Reading plan(History history, List<Bytes> request) throws RefusedException {
    OptionWords words = new OptionWords(request, 2);
    if (words.take("describe")) {
      words.end();
      // Taken where commands run: what has been staged by now is on disk before history is read, so
      // that whatever is missing there is not of an earlier time.
      long nowMs = history.nowMs();
      return HistoryCommand.reading(history, view -> describe(view, nowMs));
    } else if (words.take("image")) {
      Revision base = words.revision("IMAGE");
      words.end();
      return HistoryCommand.reading(history, view -> Reply.bulk(view.baseImage(base).stored()));
    } else if (words.take("events") && words.take("after")) {
      Revision after = words.revision("AFTER");
      words.end();
      return HistoryCommand.reading(history, view -> events(view, after));
    } else if (words.take("code")) {
      List<Digest> digests = new ArrayList<>();
      do {
        digests.add(words.digest("CODE"));
      } while (words.hasNext());
      return HistoryCommand.reading(history, view -> sources(view, digests));
    }
    throw words.unknown();
  }

  private static Reply describe(HistoryView view, long nowMs) {
    List<Reply.Entry> fields = new ArrayList<>();
    fields.add(HistoryReplies.field("store_id", Reply.bulk(Bytes.of(view.storeId()))));
    fields.addAll(end("base", view.base()));
    fields.addAll(end("head", view.head()));
    fields.add(HistoryReplies.field("time_ms", Reply.of(nowMs)));
    return new Reply.Dictionary(fields);
  }

  private static List<Reply.Entry> end(String name, Head end) {
    return List.of(
        HistoryReplies.field(name + "_revision", HistoryReplies.revision(end.revision())),
        HistoryReplies.field(name + "_digest", HistoryReplies.digest(end.digest())),
        HistoryReplies.field(name + "_time_ms", Reply.of(end.orderTimeMs())));
  }

  private static Reply events(HistoryView view, Revision after) throws RefusedException {
    return Reply.array(
        view.storedAfter(after, MOST_BYTES).stream()
            .map(StoredEvent::stored)
            .<Reply>map(Reply::bulk)
            .toList());
  }

  private static Reply sources(HistoryView view, List<Digest> digests) throws RefusedException {
    List<Reply> sources = new ArrayList<>();
    long bytes = 0;
    for (Digest digest : digests) {
      if (bytes >= MOST_BYTES) {
        break; // whoever wants the others asks again
      }
      Bytes source = view.storedSource(digest);
      bytes += source.length();
      sources.add(Reply.bulk(source));
    }
    return Reply.array(sources);
  }
}
