package dev.fnstore.server.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.acl.AclLog;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import java.util.List;
import java.util.OptionalLong;

/** ACL LOG. */
public final class AclLogCommand {
  private static final int DEFAULT_COUNT = 10;
  private static final double MS_PER_SECOND = 1000;

  private static final CommandSpec SPEC =
      AclCommands.spec("log", -2, AclCommands.ADMIN)
          .complexity("O(N) with N being the number of entries shown.")
          .syntax("[count|RESET]")
          .summary("Shows what was denied, newest first.")
          .build();

  private AclLogCommand() {}

  public static Command of(AclLog log) {
    return Command.of(SPEC, call -> run(call, log));
  }

  private static Reply run(Call call, AclLog log) {
    long count = DEFAULT_COUNT;
    if (call.wordCount() > 3) {
      return Words.wrongSubcommand(call.word(1), "ACL");
    } else if (call.wordCount() == 3) {
      if (call.word(2).equalsIgnoreCase("reset")) {
        log.clear();
        return Reply.OK;
      }
      OptionalLong chosen = Words.number(call.word(2));
      if (chosen.isEmpty()) {
        return Words.NOT_AN_INTEGER;
      }
      count = chosen.getAsLong();
    }
    return Reply.array(
        log.newest(count).stream().<Reply>map(entry -> shown(entry, call.nowMs())).toList());
  }

  private static Reply shown(AclLog.Entry entry, long nowMs) {
    double age = Math.max(0, nowMs - entry.updatedMs()) / MS_PER_SECOND;
    return new Reply.Dictionary(
        List.of(
            field("count", Reply.of(entry.count())),
            field("reason", Reply.bulk(entry.reason().text())),
            field("context", Reply.bulk(entry.context().text())),
            field("object", Reply.bulk(entry.object())),
            field("username", Reply.bulk(entry.user())),
            field("age-seconds", new Reply.Real(age)),
            field("client-info", Reply.bulk(entry.clientInfo())),
            field("entry-id", Reply.of(entry.id())),
            field("timestamp-created", Reply.of(entry.createdMs())),
            field("timestamp-last-updated", Reply.of(entry.updatedMs()))));
  }

  private static Reply.Entry field(String name, Reply value) {
    return new Reply.Entry(Reply.bulk(name), value);
  }
}
