package dev.fnstore.keyspace;

import dev.fnstore.bytes.Integers;
import dev.fnstore.resp.Reply;
import java.util.List;
import java.util.OptionalLong;

/** The commands on whole databases. */
final class ServerCommands {
  private ServerCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(ServerSpecs.FLUSHALL, ServerCommands::flushall),
        new DataCommand(ServerSpecs.FLUSHDB, ServerCommands::flushdb),
        new DataCommand(ServerSpecs.DBSIZE, ServerCommands::dbsize),
        new DataCommand(ServerSpecs.SWAPDB, ServerCommands::swapdb));
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

  private static Reply swapdb(DataCall call) {
    int first = database(call, 1, "invalid first DB index");
    int second = database(call, 2, "invalid second DB index");
    if (Math.max(first, second) >= call.keyspace().databases() || Math.min(first, second) < 0) {
      throw CommandError.of("DB index is out of range");
    }
    call.keyspace().swap(first, second);
    return Reply.OK;
  }

  private static int database(DataCall call, int index, String refusal) {
    OptionalLong number = Integers.parse(call.word(index));
    if (number.isEmpty() || number.getAsLong() != (int) number.getAsLong()) {
      throw CommandError.of(refusal);
    }
    return (int) number.getAsLong();
  }

  private static Reply dbsize(DataCall call) {
    return Reply.of(call.keyspace().size(call.database(), call.nowMs()));
  }
}
