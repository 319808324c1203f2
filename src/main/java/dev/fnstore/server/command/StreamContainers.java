package dev.fnstore.server.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.keyspace.DataCommand;
import dev.fnstore.keyspace.DataCommands;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** XGROUP and XINFO. What their subcommands do is the keyspace's. */
public final class StreamContainers {
  private static final Reply XGROUP_HELP =
      new HelpText("XGROUP")
          .with(
              "CREATE <key> <group> <id|$> [MKSTREAM] [ENTRIESREAD <count>]",
              "Add a group that has read up to the ID; MKSTREAM makes the stream if there is none.")
          .with("CREATECONSUMER <key> <group> <consumer>", "Add a consumer to a group.")
          .with("DELCONSUMER <key> <group> <consumer>", "Remove a consumer.")
          .with("DESTROY <key> <group>", "Remove a group.")
          .with(
              "SETID <key> <group> <id|$> [ENTRIESREAD <count>]",
              "Set the ID that a group has read up to.")
          .reply();
  private static final Reply XINFO_HELP =
      new HelpText("XINFO")
          .with("CONSUMERS <key> <group>", "Tell about the consumers of a group.")
          .with("GROUPS <key>", "Tell about the groups of a stream.")
          .with("STREAM <key> [FULL [COUNT <count>]]", "Tell about a stream.")
          .reply();

  private final Function<DataCommand, Command> onKeyspace;

  /**
   * The commands.
   *
   * @param onKeyspace makes a command of the keyspace one of the server
   */
  public StreamContainers(Function<DataCommand, Command> onKeyspace) {
    this.onKeyspace = onKeyspace;
  }

  /** Adds XGROUP and XINFO. */
  public void addTo(CommandTable table) {
    add(
        table,
        "xgroup",
        "A container for commands on the groups of streams.",
        DataCommands.xgroup(),
        XGROUP_HELP);
    add(
        table,
        "xinfo",
        "A container for commands that tell about streams.",
        DataCommands.xinfo(),
        XINFO_HELP);
  }

  private void add(
      CommandTable table, String name, String summary, List<DataCommand> commands, Reply help) {
    List<Command> subcommands = new ArrayList<>();
    commands.forEach(command -> subcommands.add(onKeyspace.apply(command)));
    subcommands.add(
        Command.of(
            CommandSpec.command(name + "|help", 2)
                .flags("loading stale")
                .categories("stream")
                .group("stream")
                .since("5.0.0")
                .summary("Explains the subcommands.")
                .build(),
            call -> help));
    table.addContainer(
        CommandSpec.command(name, -2)
            .group("stream")
            .since("5.0.0")
            .complexity("Depends on subcommand.")
            .summary(summary),
        subcommands);
  }
}
