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

/** OBJECT: how a key is kept. What its subcommands do is the keyspace's. */
public final class ObjectCommands {
  private static final Reply HELP_REPLY =
      new HelpText("OBJECT")
          .with(
              "ENCODING <key>", "Tell how the value is kept: raw, hashtable, ring, tree or stream.")
          .with("FREQ <key>", "Refused: how often a key is used is not kept.")
          .with("IDLETIME <key>", "Tell for how many seconds the key was not used.")
          .with("REFCOUNT <key>", "Tell how often the value is referred to: once.")
          .reply();

  private final Function<DataCommand, Command> onKeyspace;

  /**
   * The commands.
   *
   * @param onKeyspace makes a command of the keyspace one of the server
   */
  public ObjectCommands(Function<DataCommand, Command> onKeyspace) {
    this.onKeyspace = onKeyspace;
  }

  /** Adds OBJECT. */
  public void addTo(CommandTable table) {
    List<Command> subcommands = new ArrayList<>();
    DataCommands.object().forEach(command -> subcommands.add(onKeyspace.apply(command)));
    subcommands.add(
        Command.of(
            CommandSpec.command("object|help", 2)
                .flags("loading stale")
                .categories("keyspace")
                .group("generic")
                .since("6.2.0")
                .summary("Explains the subcommands.")
                .build(),
            call -> HELP_REPLY));
    table.addContainer(
        CommandSpec.command("object", -2)
            .group("generic")
            .since("2.2.3")
            .complexity("Depends on subcommand.")
            .summary("A container for commands that tell how a key is kept."),
        subcommands);
  }
}
