package dev.fnstore.keyspace;

import dev.fnstore.resp.Reply;
import java.util.List;

/** The commands on whole databases. */
final class ServerCommands {
  private ServerCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(ServerSpecs.FLUSHALL, ServerCommands::flushall),
        new DataCommand(ServerSpecs.FLUSHDB, ServerCommands::flushdb),
        new DataCommand(ServerSpecs.DBSIZE, ServerCommands::dbsize));
  }

  private static Reply flushall(DataCall call) {
    checkOption(call);
    call.keyspace().flush();
    return Reply.OK;
  }

  private static Reply flushdb(DataCall call) {
    checkOption(call);
    call.keyspace().flush(call.db());
    return Reply.OK;
  }

  /** SYNC and ASYNC are the same here: the collector frees the memory either way. */
  private static void checkOption(DataCall call) {
    boolean known =
        call.count() == 1 || (call.count() == 2 && (call.is(1, "SYNC") || call.is(1, "ASYNC")));
    if (!known) {
      throw CommandError.syntax();
    }
  }

  private static Reply dbsize(DataCall call) {
    return Reply.of(call.keyspace().size(call.database(), call.nowMs()));
  }
}
