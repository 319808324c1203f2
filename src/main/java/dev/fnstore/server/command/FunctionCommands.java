package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.history.History;
import dev.fnstore.model.Point;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import dev.fnstore.server.dispatch.Reading;
import dev.fnstore.server.script.ScriptMonitor;
import dev.fnstore.server.script.ScriptRunner;
import dev.fnstore.store.FunctionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** FUNCTION and its subcommands. */
public final class FunctionCommands {
  private static final String WRITER_TIPS =
      "request_policy:all_shards response_policy:all_succeeded";

  private static final CommandSpec LOAD =
      subcommand("load", -3)
          .flags("write denyoom noscript")
          .tips(WRITER_TIPS)
          .complexity("O(1), plus compiling and running the library once")
          .syntax("[REPLACE] " + ChangeOptions.SYNTAX + " function-code")
          .summary("Loads a library.")
          .build();

  private static final CommandSpec RESTORE =
      subcommand("restore", -3)
          .flags("write denyoom noscript")
          .tips(WRITER_TIPS)
          .complexity("O(N) where N is the number of libraries in the payload")
          .syntax("serialized-value [FLUSH|APPEND|REPLACE] " + ChangeOptions.SYNTAX)
          .summary("Restores all libraries of a payload, or none.")
          .build();

  private static final CommandSpec DELETE =
      subcommand("delete", -3)
          .moreWords("ifrevision", "message")
          .flags("write noscript")
          .tips(WRITER_TIPS)
          .syntax("library-name " + ChangeOptions.SYNTAX)
          .summary("Deletes a library and its functions.")
          .build();

  private static final CommandSpec FLUSH =
      subcommand("flush", -2)
          .flags("write noscript")
          .tips(WRITER_TIPS)
          .complexity("O(N) where N is the number of libraries")
          .syntax("[ASYNC|SYNC] " + ChangeOptions.SYNTAX)
          .summary("Deletes all libraries.")
          .build();

  private static final CommandSpec DUMP =
      subcommand("dump", -2)
          .moreWords("asof")
          .flags("noscript")
          .complexity("O(N) where N is the number of libraries")
          .syntax("[ASOF point]")
          .summary("Dumps all libraries into a payload for RESTORE.")
          .build();

  private static final CommandSpec LIST =
      subcommand("list", -2)
          .flags("noscript")
          .tips("nondeterministic_output_order")
          .complexity("O(N) where N is the number of functions")
          .syntax("[LIBRARYNAME library-name-pattern] [WITHCODE] [ASOF point]")
          .summary("Lists libraries with their functions.")
          .build();

  private static final CommandSpec STATS =
      subcommand("stats", 2)
          .flags("noscript allow_busy")
          .tips("nondeterministic_output request_policy:all_shards response_policy:special")
          .summary("Tells what is running, and what the engines hold.")
          .build();

  private static final CommandSpec KILL =
      subcommand("kill", 2)
          .flags("noscript allow_busy")
          .tips("request_policy:all_shards response_policy:one_succeeded")
          .summary("Ends the function that is running.")
          .build();

  private static final CommandSpec HELP =
      subcommand("help", 2).flags("loading stale").summary("Explains the subcommands.").build();

  private final FunctionStore store;
  private final ServerConfig config;
  private final ScriptMonitor monitor;
  private final ScriptRunner runner;
  private final FunctionListing listing;
  private final ChecksumSwitch checksums;

  public FunctionCommands(
      FunctionStore store,
      ServerConfig config,
      ScriptMonitor monitor,
      ScriptRunner runner,
      ChecksumSwitch checksums) {
    this.runner = runner;
    this.store = store;
    this.config = config;
    this.monitor = monitor;
    this.checksums = checksums;
    this.listing = new FunctionListing(store);
  }

  private static CommandSpec.Builder subcommand(String name, int arity) {
    return CommandSpec.command("function|" + name, arity)
        .categories("scripting")
        .group("scripting")
        .since("7.0.0");
  }

  /** Adds FUNCTION. */
  public void addTo(CommandTable table) {
    table.addContainer(
        CommandSpec.command("function", -2)
            .group("scripting")
            .since("7.0.0")
            .complexity("Depends on subcommand.")
            .summary("A container for function commands."),
        all());
  }

  private List<Command> all() {
    List<Command> all = new ArrayList<>(ofValkey());
    all.addAll(new HistoryCommands(store.history()).all());
    all.addAll(new RollbackCommands(store).all());
    all.add(VerifyCommand.of(store.history()));
    all.add(BackupCommand.of(store.history()));
    all.add(PastCallCommand.of(store, runner));
    return all;
  }

  private List<Command> ofValkey() {
    return List.of(
        Command.of(LOAD, call -> Refusable.answer(() -> load(call))),
        Command.of(RESTORE, call -> Refusable.answer(() -> restore(call))),
        Command.of(DELETE, call -> Refusable.answer(() -> delete(call))),
        Command.of(FLUSH, call -> Refusable.answer(() -> flush(call))),
        HistoryCommand.of(DUMP, this::planDump, this::dump),
        HistoryCommand.of(LIST, listing::plan, call -> Refusable.answer(() -> listing.list(call))),
        Command.of(STATS, this::stats),
        Command.of(KILL, call -> monitor.killFunction()),
        Command.of(HELP, call -> FunctionHelp.REPLY));
  }

  private Reply load(Call call) throws RefusedException {
    int last = call.wordCount() - 1;
    boolean replace = false;
    ChangeOptions options = new ChangeOptions();
    for (int i = 2; i < last; ) {
      int taken = options.take(call.words(), i, last);
      if (taken == 0) {
        if (!call.word(i).equalsIgnoreCase("replace")) {
          throw RefusedException.naming("Unknown option given: ", call.word(i), "");
        }
        replace = true;
        taken = 1;
      }
      i += taken;
    }
    return Reply.bulk(store.load(call.word(last), replace, options.intent(call)));
  }

  private Reply delete(Call call) throws RefusedException {
    ChangeOptions options = new ChangeOptions();
    if (takeAll(options, call, 3) < call.wordCount()) {
      return CommandTable.wrongArity(call.spec());
    }
    store.delete(call.word(2), options.intent(call));
    return Reply.OK;
  }

  /** Takes options from {@code index} on; gives where there are no more. */
  private static int takeAll(ChangeOptions options, Call call, int index) throws RefusedException {
    int next = index;
    int taken = 1;
    while (next < call.wordCount() && taken > 0) {
      taken = options.take(call.words(), next, call.wordCount());
      next += taken;
    }
    return next;
  }

  private Reply flush(Call call) throws RefusedException {
    ChangeOptions options = new ChangeOptions();
    int next = takeAll(options, call, 2);
    if (next < call.wordCount() && isFlushMode(call.word(next))) {
      next = takeAll(options, call, next + 1);
    } else if (next + 1 == call.wordCount()) {
      throw new RefusedException("FUNCTION FLUSH only supports SYNC|ASYNC option");
    }
    if (next < call.wordCount()) {
      return wrongUse(call);
    }
    store.flush(options.intent(call));
    return Reply.OK;
  }

  private static boolean isFlushMode(Bytes word) {
    return word.equalsIgnoreCase("sync") || word.equalsIgnoreCase("async");
  }

  private @Nullable Reading planDump(Call call) throws RefusedException {
    return call.wordCount() == 2
        ? null
        : dump(store.history(), call.words(), config.dumpRdbVersion());
  }

  /** What a dump of the past reads, or of the present, which is where history ends. */
  static Reading dump(History history, List<Bytes> request, int rdbVersion)
      throws RefusedException {
    OptionWords words = new OptionWords(request, 2);
    Point point = words.take("asof") ? words.point("ASOF") : null;
    words.end();
    return HistoryCommand.reading(
        history,
        view ->
            Reply.bulk(
                FunctionStore.dump(
                    point == null ? view.newest() : view.image(point), view::source, rdbVersion)));
  }

  private Reply dump(Call call) {
    return Refusable.answer(() -> Reply.bulk(store.dump(config.dumpRdbVersion())));
  }

  private Reply restore(Call call) throws RefusedException {
    ChangeOptions options = new ChangeOptions();
    RestorePolicy policy = RestorePolicy.APPEND;
    int next = takeAll(options, call, 3);
    if (next < call.wordCount()) {
      Optional<RestorePolicy> named = policy(call.word(next));
      if (named.isPresent()) {
        policy = named.get();
        next = takeAll(options, call, next + 1);
      } else if (next + 1 == call.wordCount()) {
        throw new RefusedException(
            "Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.");
      }
    }
    if (next < call.wordCount()) {
      return wrongUse(call);
    }
    store.restore(call.word(2), policy, checksums.areVerified(), options.intent(call));
    return Reply.OK;
  }

  private static Optional<RestorePolicy> policy(Bytes word) {
    for (RestorePolicy policy : RestorePolicy.values()) {
      if (word.equalsIgnoreCase(policy.name())) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }

  private Reply stats(Call call) {
    Reply running = monitor.describe();
    if (running instanceof Reply.ErrorReply) {
      return running;
    }
    return new Reply.Dictionary(
        List.of(
            new Reply.Entry(Reply.bulk("running_script"), running),
            new Reply.Entry(Reply.bulk("engines"), listing.engines())));
  }

  private static Reply wrongUse(Call call) {
    return Words.wrongSubcommand(call.word(1), "FUNCTION");
  }
}
