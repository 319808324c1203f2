package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.keyspace.DataCommand;
import dev.fnstore.keyspace.DataCommands;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import dev.fnstore.server.info.MemoryFigures;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** MEMORY: what the process has taken, as a JVM can tell it. */
public final class MemoryCommands {
  private static final String BY_SHARD =
      "nondeterministic_output request_policy:all_shards response_policy:special";
  private static final Reply HELP_REPLY =
      new HelpText("MEMORY")
          .with("DOCTOR", "Tell in words whether memory is short.")
          .with("MALLOC-STATS", "Show the memory pools of the JVM.")
          .with("PURGE", "Have the JVM collect garbage.")
          .with("STATS", "Show what takes memory.")
          .with(
              "USAGE <key> [SAMPLES <count>]",
              "Estimate what a key and its value take, from the first elements (default: 5, 0: all).")
          .reply();

  private final MemoryFigures figures;
  private final Function<DataCommand, Command> onKeyspace;

  /**
   * The commands.
   *
   * @param onKeyspace makes a command of the keyspace one of the server
   */
  public MemoryCommands(MemoryFigures figures, Function<DataCommand, Command> onKeyspace) {
    this.figures = figures;
    this.onKeyspace = onKeyspace;
  }

  private static CommandSpec.Builder spec(String name, int arity) {
    return CommandSpec.command("memory|" + name, arity).group("server").since("4.0.0");
  }

  /** Adds MEMORY. */
  public void addTo(CommandTable table) {
    table.addContainer(
        CommandSpec.command("memory", -2)
            .group("server")
            .since("4.0.0")
            .complexity("Depends on subcommand.")
            .summary("A container for commands that tell what takes memory."),
        List.of(
            onKeyspace.apply(DataCommands.memoryUsage()),
            Command.of(
                spec("doctor", 2)
                    .tips(BY_SHARD)
                    .summary("Tells in words whether memory is short.")
                    .build(),
                call -> doctor()),
            Command.of(
                spec("stats", 2).tips(BY_SHARD).summary("Shows what takes memory.").build(),
                this::stats),
            Command.of(
                spec("malloc-stats", 2)
                    .flags("loading")
                    .tips(BY_SHARD)
                    .summary("Shows the memory pools of the JVM.")
                    .build(),
                call -> pools()),
            Command.of(
                spec("purge", 2)
                    .flags("loading")
                    .tips("request_policy:all_shards response_policy:all_succeeded")
                    .complexity("O(N) with N the number of objects in the heap")
                    .summary("Has the JVM collect garbage.")
                    .build(),
                call -> purge()),
            Command.of(
                spec("help", 2).flags("loading stale").summary("Explains the subcommands.").build(),
                call -> HELP_REPLY)));
  }

  private Reply doctor() {
    long used = figures.used();
    long most = figures.heapMost();
    long percent = used * 100 / most;
    String advice =
        percent < 50
            ? "There is no shortage of memory."
            : percent < 75
                ? "More than half of the heap is data: think of a larger one (-Xmx)."
                : "Data fills the heap so far that commands which take more are refused: delete"
                    + " some, or start with a larger heap (-Xmx).";
    return verbatim(
        String.format(
            Locale.ROOT,
            "Data takes %d of the %d bytes that the heap can have (%d%%). %s\n",
            used,
            most,
            percent,
            advice));
  }

  private Reply stats(Call call) {
    List<Reply.Entry> entries = new ArrayList<>();
    add(entries, "peak.allocated", figures.peak());
    add(entries, "total.allocated", figures.used());
    add(entries, "lua.caches", figures.evalScripts());
    add(entries, "functions.caches", figures.functions());
    add(entries, "keys.count", figures.keys(call.nowMs()));
    add(entries, "heap.used", figures.heap());
    add(entries, "heap.max", figures.heapMost());
    add(entries, "direct.used", figures.direct());
    return new Reply.Dictionary(entries);
  }

  private static void add(List<Reply.Entry> entries, String name, long value) {
    entries.add(new Reply.Entry(Reply.bulk(name), Reply.of(value)));
  }

  private static Reply pools() {
    StringBuilder text = new StringBuilder();
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getUsage();
      text.append(
          String.format(
              Locale.ROOT,
              "%s (%s): %d bytes used, %d committed\n",
              pool.getName(),
              pool.getType(),
              usage.getUsed(),
              usage.getCommitted()));
    }
    return verbatim(text.toString());
  }

  private static Reply purge() {
    System.gc();
    return Reply.OK;
  }

  private static Reply verbatim(String text) {
    return new Reply.Verbatim(Bytes.of("txt"), Bytes.of(text));
  }
}
