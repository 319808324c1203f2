package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import dev.fnstore.server.script.ScriptMonitor;
import dev.fnstore.store.FunctionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** FUNCTION and its subcommands. */
public final class FunctionCommands {
  private static final String WRITER_TIPS =
      "request_policy:all_shards response_policy:all_succeeded";

  private static final CommandSpec LOAD =
      subcommand("load", -3)
          .flags("write denyoom noscript")
          .tips(WRITER_TIPS)
          .complexity("O(1), plus compiling and running the library once")
          .syntax("[REPLACE] function-code")
          .summary("Loads a library.")
          .build();

  private static final CommandSpec RESTORE =
      subcommand("restore", -3)
          .flags("write denyoom noscript")
          .tips(WRITER_TIPS)
          .complexity("O(N) where N is the number of libraries in the payload")
          .syntax("serialized-value [FLUSH|APPEND|REPLACE]")
          .summary("Restores all libraries of a payload, or none.")
          .build();

  private static final CommandSpec DELETE =
      subcommand("delete", 3)
          .flags("write noscript")
          .tips(WRITER_TIPS)
          .syntax("library-name")
          .summary("Deletes a library and its functions.")
          .build();

  private static final CommandSpec FLUSH =
      subcommand("flush", -2)
          .flags("write noscript")
          .tips(WRITER_TIPS)
          .complexity("O(N) where N is the number of libraries")
          .syntax("[ASYNC|SYNC]")
          .summary("Deletes all libraries.")
          .build();

  private static final CommandSpec DUMP =
      subcommand("dump", 2)
          .flags("noscript")
          .complexity("O(N) where N is the number of libraries")
          .summary("Dumps all libraries into a payload for RESTORE.")
          .build();

  private static final CommandSpec LIST =
      subcommand("list", -2)
          .flags("noscript")
          .tips("nondeterministic_output_order")
          .complexity("O(N) where N is the number of functions")
          .syntax("[LIBRARYNAME library-name-pattern] [WITHCODE]")
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
  private final FunctionListing listing;
  private final ChecksumSwitch checksums;

  public FunctionCommands(
      FunctionStore store, ServerConfig config, ScriptMonitor monitor, ChecksumSwitch checksums) {
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
        List.of(
            Command.of(LOAD, this::load),
            Command.of(RESTORE, this::restore),
            Command.of(DELETE, this::delete),
            Command.of(FLUSH, this::flush),
            Command.of(DUMP, this::dump),
            Command.of(LIST, listing::list),
            Command.of(STATS, this::stats),
            Command.of(KILL, call -> monitor.killFunction()),
            Command.of(HELP, call -> FunctionHelp.REPLY)));
  }

  private Reply load(Call call) {
    int last = call.wordCount() - 1;
    for (int i = 2; i < last; i++) {
      if (!call.word(i).equalsIgnoreCase("replace")) {
        return naming("Unknown option given: ", call.word(i), "");
      }
    }
    return answer(() -> Reply.bulk(store.load(call.word(last), last > 2, call.client().actor())));
  }

  private Reply delete(Call call) {
    return answer(
        () -> {
          store.delete(call.word(2), call.client().actor());
          return Reply.OK;
        });
  }

  private Reply flush(Call call) {
    if (call.wordCount() > 3) {
      return wrongUse(call);
    } else if (call.wordCount() == 3
        && !call.word(2).equalsIgnoreCase("sync")
        && !call.word(2).equalsIgnoreCase("async")) {
      return Reply.err("FUNCTION FLUSH only supports SYNC|ASYNC option");
    }
    return answer(
        () -> {
          store.flush(call.client().actor());
          return Reply.OK;
        });
  }

  private Reply dump(Call call) {
    return answer(() -> Reply.bulk(store.dump(config.dumpRdbVersion())));
  }

  private Reply restore(Call call) {
    if (call.wordCount() > 4) {
      return wrongUse(call);
    }
    RestorePolicy policy = RestorePolicy.APPEND;
    if (call.wordCount() == 4) {
      Optional<RestorePolicy> named = policy(call.word(3));
      if (named.isEmpty()) {
        return Reply.err(
            "Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.");
      }
      policy = named.get();
    }
    RestorePolicy chosen = policy;
    return answer(
        () -> {
          store.restore(call.word(2), chosen, checksums.areVerified(), call.client().actor());
          return Reply.OK;
        });
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

  /** A change or a dump that may be refused. */
  private interface Refusable {
    Reply run() throws RefusedException;
  }

  private static Reply answer(Refusable refusable) {
    try {
      return refusable.run();
    } catch (RefusedException e) {
      return new Reply.ErrorReply(e.line());
    }
  }

  private static Reply wrongUse(Call call) {
    return naming(
        "unknown subcommand or wrong number of arguments for '",
        call.word(1),
        "'. Try FUNCTION HELP.");
  }

  private static Reply naming(String before, Bytes word, String after) {
    List<Bytes> parts = new ArrayList<>(List.of(Bytes.of("ERR " + before), word, Bytes.of(after)));
    return new Reply.ErrorReply(parts.stream().reduce(Bytes.EMPTY, Bytes::concat));
  }
}
