package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import dev.fnstore.server.dispatch.Statistics;
import dev.fnstore.server.metrics.CommandLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** COMMANDLOG and its older form SLOWLOG: what was slow, or large. */
public final class CommandLogCommands {
  private static final long DEFAULT_COUNT = 10;
  private static final Reply.ErrorReply BAD_COUNT =
      Reply.err("count should be greater than or equal to -1");
  private static final Reply.ErrorReply BAD_TYPE =
      Reply.err("type should be one of the following: slow, large-request, large-reply");

  private static final Reply SLOWLOG_HELP =
      new HelpText("SLOWLOG")
          .with(
              "GET [<count>]",
              "Show the newest slow commands (default: 10, -1: all), each as its id, when it was,",
              "how many microseconds it took, its words, the client's address and name.")
          .with("LEN", "Count the entries.")
          .with("RESET", "Forget all entries.")
          .reply();
  private static final Reply COMMANDLOG_HELP =
      new HelpText("COMMANDLOG")
          .with(
              "GET <count> <type>",
              "Show the newest entries (-1: all) of slow, large-request or large-reply, each as its",
              "id, when it was, how many microseconds or bytes, its words, the client's address and",
              "name.")
          .with("LEN <type>", "Count the entries.")
          .with("RESET <type>", "Forget all entries.")
          .reply();

  private final CommandLog slow;
  private final Map<String, CommandLog> byType;

  public CommandLogCommands(Statistics statistics) {
    this.slow = statistics.slowLog();
    this.byType =
        Map.of(
            "slow", slow,
            "large-request", statistics.largeRequestLog(),
            "large-reply", statistics.largeReplyLog());
  }

  private static CommandSpec.Builder spec(String name, int arity, String flags, String since) {
    return CommandSpec.command(name, arity).flags(flags).group("server").since(since);
  }

  /** Adds both containers. */
  public void addTo(CommandTable table) {
    String admin = "admin loading stale";
    table.addContainer(
        CommandSpec.command("slowlog", -2)
            .group("server")
            .since("2.2.12")
            .complexity("Depends on subcommand.")
            .summary("A container for the log of slow commands."),
        List.of(
            Command.of(
                spec("slowlog|get", -2, admin, "2.2.12")
                    .tips("request_policy:all_nodes nondeterministic_output")
                    .complexity("O(N) where N is the number of entries shown")
                    .syntax("[count]")
                    .summary("Shows slow commands, newest first.")
                    .build(),
                this::getSlow),
            Command.of(
                spec("slowlog|len", 2, admin, "2.2.12")
                    .tips(
                        "request_policy:all_nodes response_policy:agg_sum nondeterministic_output")
                    .summary("Counts the entries of the log.")
                    .build(),
                call -> Reply.of(slow.length())),
            Command.of(
                spec("slowlog|reset", 2, admin, "2.2.12")
                    .tips("request_policy:all_nodes response_policy:all_succeeded")
                    .summary("Forgets all entries.")
                    .build(),
                call -> clear(slow)),
            Command.of(
                spec("slowlog|help", 2, "loading stale", "6.2.0")
                    .summary("Explains the subcommands.")
                    .build(),
                call -> SLOWLOG_HELP)));
    String type = "<slow|large-request|large-reply>";
    table.addContainer(
        CommandSpec.command("commandlog", -2)
            .group("server")
            .since("8.1.0")
            .complexity("Depends on subcommand.")
            .summary("A container for the logs of slow and of large commands."),
        List.of(
            Command.of(
                spec("commandlog|get", 4, admin, "8.1.0")
                    .tips("request_policy:all_nodes nondeterministic_output")
                    .complexity("O(N) where N is the number of entries shown")
                    .syntax("count " + type)
                    .summary("Shows entries of a log, newest first.")
                    .build(),
                this::get),
            Command.of(
                spec("commandlog|len", 3, admin, "8.1.0")
                    .tips(
                        "request_policy:all_nodes response_policy:agg_sum nondeterministic_output")
                    .syntax(type)
                    .summary("Counts the entries of a log.")
                    .build(),
                this::length),
            Command.of(
                spec("commandlog|reset", 3, admin, "8.1.0")
                    .tips("request_policy:all_nodes response_policy:all_succeeded")
                    .syntax(type)
                    .summary("Forgets all entries of a log.")
                    .build(),
                this::reset),
            Command.of(
                spec("commandlog|help", 2, "loading stale", "8.1.0")
                    .summary("Explains the subcommands.")
                    .build(),
                call -> COMMANDLOG_HELP)));
  }

  private Reply getSlow(Call call) {
    if (call.wordCount() > 3) {
      return Words.wrongSubcommand(call.word(1), "SLOWLOG");
    } else if (call.wordCount() == 2) {
      return entries(slow, DEFAULT_COUNT);
    }
    OptionalLong count = count(call.word(2));
    return count.isEmpty() ? BAD_COUNT : entries(slow, count.getAsLong());
  }

  private Reply get(Call call) {
    CommandLog log = log(call.word(3));
    OptionalLong count = count(call.word(2));
    if (count.isEmpty()) {
      return BAD_COUNT;
    }
    return log == null ? BAD_TYPE : entries(log, count.getAsLong());
  }

  private Reply length(Call call) {
    CommandLog log = log(call.word(2));
    return log == null ? BAD_TYPE : Reply.of(log.length());
  }

  private Reply reset(Call call) {
    CommandLog log = log(call.word(2));
    return log == null ? BAD_TYPE : clear(log);
  }

  private @Nullable CommandLog log(Bytes type) {
    return byType.get(Words.lower(type));
  }

  private static Reply clear(CommandLog log) {
    log.clear();
    return Reply.OK;
  }

  /** At least -1, which stands for all. */
  private static OptionalLong count(Bytes word) {
    OptionalLong count = Words.number(word);
    if (count.isEmpty() || count.getAsLong() < -1) {
      return OptionalLong.empty();
    }
    return count.getAsLong() == -1 ? OptionalLong.of(Long.MAX_VALUE) : count;
  }

  private static Reply entries(CommandLog log, long most) {
    List<Reply> entries = new ArrayList<>();
    for (CommandLog.Entry entry : log.newest(most)) {
      List<Reply> words = new ArrayList<>();
      entry.words().forEach(word -> words.add(Reply.bulk(word)));
      entries.add(
          Reply.array(
              Reply.of(entry.id()),
              Reply.of(entry.timeSeconds()),
              Reply.of(entry.value()),
              Reply.array(words),
              Reply.bulk(entry.address()),
              Reply.bulk(entry.name())));
    }
    return Reply.array(entries);
  }
}
