package dev.fnstore.server.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.data.DataException;
import dev.fnstore.data.KeyStore;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.store.FunctionStore;
import java.util.List;

/**
 * SAVE, BGSAVE, BGREWRITEAOF, LASTSAVE. Functions are on disk before a change of them is
 * acknowledged, so there is nothing to save of them. Of keys, SAVE returns once all that was
 * changed is on disk. Where they are kept in memory only, it is answered OK where there is no key,
 * and refused where there is one: nobody shall think that data is safe which is not.
 */
public final class PersistenceCommands {
  private static final Reply.ErrorReply NOT_STORED =
      Reply.err(
          "keys are in memory only: the server was started with --data memory. Functions are always"
              + " on disk and need no saving.");
  private static final Reply.ErrorReply NO_FILE =
      Reply.err("fnstore has no append only file: what it keeps on disk needs no rewriting");
  private static final Reply.ErrorReply NO_SAVE =
      Reply.err("Background save is currently not in progress or scheduled");
  private static final String SAVING = "admin noscript no_async_loading";

  private final FunctionStore store;
  private final KeyStore keys;
  private final DebugCommand.DatasetCheck dataset;
  private final long startedSeconds;

  /**
   * The commands.
   *
   * @param startedMs when the server started, in ms since 1970
   */
  public PersistenceCommands(
      FunctionStore store, KeyStore keys, DebugCommand.DatasetCheck dataset, long startedMs) {
    this.store = store;
    this.keys = keys;
    this.dataset = dataset;
    this.startedSeconds = startedMs / 1000;
  }

  private static CommandSpec.Builder spec(String name, int arity, String flags) {
    return CommandSpec.command(name, arity).flags(flags).group("server").since("1.0.0");
  }

  public List<Command> all() {
    return List.of(
        Command.of(
            spec("save", 1, SAVING + " no_multi")
                .summary("Returns once all keys are on disk; functions are already.")
                .build(),
            call -> saved(call, Reply.OK)),
        Command.of(
            spec("bgsave", -1, SAVING)
                .syntax("[SCHEDULE|CANCEL]")
                .summary("As SAVE: it takes no longer than a sync of the disk.")
                .build(),
            this::backgroundSave),
        Command.of(
            spec("bgrewriteaof", 1, SAVING)
                .summary("Refused: there is no append only file.")
                .build(),
            call -> NO_FILE),
        Command.of(
            spec("lastsave", 1, "loading stale fast")
                .categories("admin dangerous")
                .tips("nondeterministic_output")
                .summary("Tells when functions were last put on disk, or when the server started.")
                .build(),
            call -> Reply.of(Math.max(startedSeconds, store.figures().lastSync().endMs() / 1000))));
  }

  private Reply saved(Call call, Reply done) {
    if (!keys.isDurable()) {
      return dataset.isEmpty(call.nowMs()) ? done : NOT_STORED;
    }
    try {
      keys.save();
      return done;
    } catch (DataException e) {
      return Reply.err(String.valueOf(e.getMessage()));
    }
  }

  private Reply backgroundSave(Call call) {
    if (call.wordCount() > 2) {
      return Words.SYNTAX;
    } else if (call.wordCount() == 2) {
      String option = Words.lower(call.word(1));
      if (option.equals("cancel")) {
        return NO_SAVE;
      } else if (!option.equals("schedule")) {
        return Words.SYNTAX;
      }
    }
    if (call.client().isExecuting() && keys.isDurable()) {
      keys.saveSoon(); // the transaction goes to disk as a whole
      return Reply.simple("Background saving scheduled");
    }
    return saved(call, Reply.simple("Background saving started"));
  }
}
