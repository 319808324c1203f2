package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.keyspace.Keyspace;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.config.InvalidValueException;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.ChangeListener;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import dev.fnstore.server.dispatch.Redaction;
import dev.fnstore.server.dispatch.Statistics;
import dev.fnstore.server.script.EvalScripts;
import dev.fnstore.server.script.FunctionStatistics;
import java.util.ArrayList;
import java.util.List;

/** CONFIG and its subcommands. */
public final class ConfigCommands {
  private static final Reply HELP_REPLY =
      new HelpText("CONFIG")
          .with("GET <pattern> [<pattern> ...]", "Tell the parameters whose names match.")
          .with("SET <parameter> <value> [<parameter> <value> ...]", "Set parameters, all or none.")
          .with("RESETSTAT", "Begin the statistics of INFO anew.")
          .with("REWRITE", "Refused: there is no configuration file.")
          .reply();

  private static final Reply.ErrorReply NO_FILE =
      Reply.err("The server is running without a config file");

  private final ServerConfig config;
  private final Statistics statistics;
  private final Keyspace keyspace;
  private final EvalScripts scripts;
  private final FunctionStatistics functions;
  private final ChangeListener listener;

  public ConfigCommands(
      ServerConfig config,
      Statistics statistics,
      Keyspace keyspace,
      EvalScripts scripts,
      FunctionStatistics functions,
      ChangeListener listener) {
    this.listener = listener;
    this.config = config;
    this.statistics = statistics;
    this.keyspace = keyspace;
    this.scripts = scripts;
    this.functions = functions;
  }

  private static CommandSpec.Builder subcommand(String name, int arity) {
    return CommandSpec.command("config|" + name, arity)
        .flags("admin noscript loading stale")
        .group("server")
        .since("2.0.0");
  }

  /** Adds CONFIG. */
  public void addTo(CommandTable table) {
    table.addContainer(
        CommandSpec.command("config", -2)
            .group("server")
            .since("2.0.0")
            .complexity("Depends on subcommand.")
            .summary("A container for server configuration commands."),
        List.of(
            Command.of(
                subcommand("get", -3)
                    .complexity("O(N) when N is the number of parameters asked for")
                    .syntax("parameter [parameter ...]")
                    .summary("Tells parameters.")
                    .build(),
                this::get),
            Command.of(
                subcommand("set", -4)
                    .tips("request_policy:all_nodes response_policy:all_succeeded")
                    .complexity("O(N) when N is the number of parameters given")
                    .syntax("parameter value [parameter value ...]")
                    .summary("Sets parameters.")
                    .build(),
                this::set),
            Command.of(
                subcommand("rewrite", 2)
                    .since("2.8.0")
                    .tips("request_policy:all_nodes response_policy:all_succeeded")
                    .summary("Refused: there is no configuration file.")
                    .build(),
                call -> NO_FILE),
            Command.of(
                subcommand("resetstat", 2)
                    .tips("request_policy:all_nodes response_policy:all_succeeded")
                    .summary("Begins the statistics anew.")
                    .build(),
                call -> {
                  statistics.reset();
                  keyspace.resetStatistics();
                  scripts.resetEvicted();
                  functions.reset();
                  return Reply.OK;
                }),
            Command.of(
                CommandSpec.command("config|help", 2)
                    .flags("loading stale")
                    .group("server")
                    .since("5.0.0")
                    .summary("Explains the subcommands.")
                    .build(),
                call -> HELP_REPLY)));
  }

  private Reply get(Call call) {
    List<Reply.Entry> entries = new ArrayList<>();
    config
        .matching(call.words().subList(2, call.wordCount()))
        .forEach(
            (name, value) -> entries.add(new Reply.Entry(Reply.bulk(name), Reply.bulk(value))));
    return new Reply.Dictionary(entries);
  }

  private Reply set(Call call) {
    if (call.wordCount() % 2 != 0) {
      return Reply.err("syntax error");
    }
    try {
      config.set(call.words().subList(2, call.wordCount()));
      listener.changed(call.client(), Redaction.of(call.spec(), call.words()));
      return Reply.OK;
    } catch (InvalidValueException e) {
      return new Reply.ErrorReply(Bytes.of("ERR " + e.getMessage()));
    }
  }
}
