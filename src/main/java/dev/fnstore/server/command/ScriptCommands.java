package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import dev.fnstore.server.script.EvalScripts;
import dev.fnstore.server.script.ScriptMonitor;
import java.util.ArrayList;
import java.util.List;

/** SCRIPT and its subcommands. */
public final class ScriptCommands {
  private static final Reply HELP_REPLY =
      new HelpText("SCRIPT")
          .with("EXISTS <sha1> [<sha1> ...]", "Tell of each SHA-1 whether its script is known.")
          .with("FLUSH [ASYNC|SYNC]", "Forget all scripts. Functions stay.")
          .with("KILL", "End the script that is running, unless it has written.")
          .with("LOAD <script>", "Compile a script and keep it for EVALSHA, until the server ends.")
          .with("SHOW <sha1>", "Show the text of a known script.")
          .reply();

  private final EvalScripts scripts;
  private final ScriptMonitor monitor;

  public ScriptCommands(EvalScripts scripts, ScriptMonitor monitor) {
    this.scripts = scripts;
    this.monitor = monitor;
  }

  private static CommandSpec.Builder subcommand(String name, int arity) {
    return CommandSpec.command("script|" + name, arity)
        .categories("scripting")
        .group("scripting")
        .since("2.6.0");
  }

  /** Adds SCRIPT. */
  public void addTo(CommandTable table) {
    table.addContainer(
        CommandSpec.command("script", -2)
            .group("scripting")
            .since("2.6.0")
            .complexity("Depends on subcommand.")
            .summary("A container for script commands."),
        List.of(
            Command.of(
                subcommand("load", 3)
                    .flags("noscript stale")
                    .tips("request_policy:all_nodes response_policy:all_succeeded")
                    .complexity("O(N) with N being the length of the script")
                    .syntax("script")
                    .summary("Keeps a script for EVALSHA.")
                    .build(),
                this::load),
            Command.of(
                subcommand("exists", -3)
                    .flags("noscript")
                    .tips("request_policy:all_shards response_policy:agg_logical_and")
                    .complexity("O(N) with N being the number of scripts asked for")
                    .syntax("sha1 [sha1 ...]")
                    .summary("Tells which scripts are known.")
                    .build(),
                this::exists),
            Command.of(
                subcommand("flush", -2)
                    .flags("noscript")
                    .tips("request_policy:all_nodes response_policy:all_succeeded")
                    .complexity("O(N) with N being the number of scripts known")
                    .syntax("[ASYNC|SYNC]")
                    .summary("Forgets all scripts.")
                    .build(),
                this::flush),
            Command.of(
                subcommand("show", 3)
                    .flags("noscript")
                    .since("8.0.0")
                    .syntax("sha1")
                    .summary("Shows a script's text.")
                    .build(),
                this::show),
            Command.of(
                subcommand("debug", 3)
                    .flags("noscript")
                    .since("3.2.0")
                    .syntax("<YES|SYNC|NO>")
                    .summary("Refused but for NO: there is no debugger.")
                    .build(),
                ScriptCommands::debug),
            Command.of(
                subcommand("kill", 2)
                    .flags("noscript allow_busy")
                    .tips("request_policy:all_shards response_policy:one_succeeded")
                    .summary("Ends the script that is running.")
                    .build(),
                call -> monitor.killScript()),
            Command.of(
                subcommand("help", 2)
                    .flags("loading stale")
                    .since("5.0.0")
                    .summary("Explains the subcommands.")
                    .build(),
                call -> HELP_REPLY)));
  }

  private Reply load(Call call) {
    try {
      return Reply.bulk(scripts.compile(call.word(2), true).sha1());
    } catch (ScriptException e) {
      return new Reply.ErrorReply(Bytes.of("ERR ").concat(e.text()));
    }
  }

  private Reply exists(Call call) {
    List<Reply> known = new ArrayList<>();
    for (Bytes sha1 : call.words().subList(2, call.wordCount())) {
      known.add(Reply.of(scripts.bySha1(sha1).isPresent() ? 1 : 0));
    }
    return Reply.array(known);
  }

  private Reply flush(Call call) {
    boolean known =
        call.wordCount() == 2
            || (call.wordCount() == 3
                && (call.word(2).equalsIgnoreCase("sync")
                    || call.word(2).equalsIgnoreCase("async")));
    if (!known) {
      return Reply.err("SCRIPT FLUSH only support SYNC|ASYNC option");
    }
    scripts.clear();
    return Reply.OK;
  }

  private static Reply debug(Call call) {
    Bytes mode = call.word(2);
    if (mode.equalsIgnoreCase("no")) {
      return Reply.OK;
    }
    return mode.equalsIgnoreCase("yes") || mode.equalsIgnoreCase("sync")
        ? Reply.err("There is no script debugger here; use a Valkey server's to debug a script")
        : Reply.err("Use SCRIPT DEBUG YES/SYNC/NO");
  }

  private Reply show(Call call) {
    return scripts
        .bySha1(call.word(2))
        .<Reply>map(script -> Reply.bulk(script.source()))
        .orElse(Reply.ErrorReply.of("NOSCRIPT No matching script."));
  }
}
