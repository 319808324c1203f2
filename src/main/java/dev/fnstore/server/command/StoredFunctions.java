package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.history.History;
import dev.fnstore.payload.RdbVersion;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Reading;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What FUNCTION answers of the log of a server that does not run: each request gets the very reply
 * that the server would give. Only what reads is answered.
 */
public final class StoredFunctions {
  private final History history;
  private final LongConsumer verified;

  /**
   * The functions of a history.
   *
   * @param verified told each revision that VERIFY has checked
   */
  public StoredFunctions(History history, LongConsumer verified) {
    this.history = history;
    this.verified = verified;
  }

  /**
   * Answers a request.
   *
   * @param request FUNCTION, a subcommand that reads, and its words
   */
  public Reply answer(List<Bytes> request) {
    return Refusable.answer(() -> plan(request).read().reply());
  }

  private Reading plan(List<Bytes> request) throws RefusedException {
    return switch (request.get(1).toLowerCase().toLatin1()) {
      case "log" -> FunctionLogCommand.plan(history, request);
      case "show" -> HistoryCommands.show(history, request);
      case "diff" -> HistoryCommands.diff(history, request);
      case "list" -> FunctionListing.plan(history, request);
      case "dump" -> FunctionCommands.dump(history, request, RdbVersion.DEFAULT);
      case "tag" -> RollbackCommands.tags(history, request);
      case "backup" -> BackupCommand.plan(history, request);
      case "verify" -> VerifyCommand.plan(history, request, verified);
      default -> throw RefusedException.naming("FUNCTION ", request.get(1), " needs a server");
    };
  }
}
