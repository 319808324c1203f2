package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.history.History;
import dev.fnstore.history.Verdict;
import dev.fnstore.history.Verification;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.Reading;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** FUNCTION VERIFY. */
final class VerifyCommand {
  private static final CommandSpec SPEC =
      HistoryCommands.subcommand("verify", -2)
          .complexity("O(N) where N is the number of events, and the length of all sources")
          .syntax("[FROM revision] [TO revision] [EXPECT revision digest]")
          .summary("Checks that the event log holds together.")
          .build();

  private VerifyCommand() {}

  static Command of(History history) {
    return HistoryCommand.of(SPEC, call -> plan(history, call.words(), revision -> {}));
  }

  /**
   * What a check reads.
   *
   * @param progress told each revision that has been checked
   */
  static Reading plan(History history, List<Bytes> request, LongConsumer progress)
      throws RefusedException {
    OptionWords words = new OptionWords(request, 2);
    Revision from = null;
    Revision to = null;
    Verification.Known expected = null;
    while (words.hasNext()) {
      if (words.take("from")) {
        from = words.revision("FROM");
      } else if (words.take("to")) {
        to = words.revision("TO");
      } else if (words.take("expect")) {
        expected = new Verification.Known(words.revision("EXPECT"), words.digest("EXPECT"));
      } else {
        throw words.unknown();
      }
    }
    Verification wanted = new Verification(from, to, expected);
    return HistoryCommand.reading(history, view -> describe(view.verify(wanted, progress)));
  }

  private static Reply describe(Verdict verdict) {
    return new Reply.Dictionary(
        List.of(
            HistoryReplies.field("ok", verdict.holds() ? Reply.ONE : Reply.ZERO),
            HistoryReplies.field("events", Reply.of(verdict.events())),
            HistoryReplies.field(
                "head_revision", HistoryReplies.revision(verdict.head().revision())),
            HistoryReplies.field("head_digest", HistoryReplies.digest(verdict.head().digest())),
            HistoryReplies.field("first_bad_revision", revision(verdict.firstBad())),
            HistoryReplies.field(
                "reason", verdict.reason().<Reply>map(Reply::bulk).orElse(Reply.NULL))));
  }

  private static Reply revision(@Nullable Revision revision) {
    return revision == null ? Reply.NULL : HistoryReplies.revision(revision);
  }
}
