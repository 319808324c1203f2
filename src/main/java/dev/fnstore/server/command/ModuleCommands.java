package dev.fnstore.server.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import java.util.List;

/** MODULE: there are none, and none can be loaded, as on a Valkey that does not allow it. */
public final class ModuleCommands {
  private static final Reply.ErrorReply NOT_ALLOWED =
      Reply.err(
          "MODULE command not allowed. If the enable-module-command option is set to \"local\", you"
              + " can run it from a local connection, otherwise you need to set this option in the"
              + " configuration file, and then restart the server.");
  private static final String CHANGE = "admin noscript no_async_loading";
  private static final Reply HELP_REPLY =
      new HelpText("MODULE")
          .with("LIST", "List the modules: there are none.")
          .with("LOAD <path> [<arg> ...]", "Refused: fnstore has no modules.")
          .with("LOADEX <path> [CONFIG <name> <value> ...] [ARGS <arg> ...]", "Refused as LOAD.")
          .with("UNLOAD <name>", "Refused as LOAD.")
          .reply();

  private static CommandSpec.Builder spec(String name, int arity, String flags, String since) {
    return CommandSpec.command("module|" + name, arity).flags(flags).group("server").since(since);
  }

  private static Command refused(String name, int arity, String since, String syntax) {
    return Command.of(
        spec(name, arity, CHANGE, since).syntax(syntax).summary("Refused: no modules.").build(),
        call -> NOT_ALLOWED);
  }

  /** Adds MODULE. */
  public void addTo(CommandTable table) {
    table.addContainer(
        CommandSpec.command("module", -2)
            .group("server")
            .since("4.0.0")
            .complexity("Depends on subcommand.")
            .summary("A container for commands on modules."),
        List.of(
            Command.of(
                spec("list", 2, "admin noscript", "4.0.0")
                    .tips("nondeterministic_output_order")
                    .summary("Lists no modules.")
                    .build(),
                call -> Reply.EMPTY_ARRAY),
            refused("load", -3, "4.0.0", "path [arg [arg ...]]"),
            refused(
                "loadex",
                -3,
                "7.0.0",
                "path [CONFIG name value [CONFIG name value ...]] [ARGS args [ARGS args ...]]"),
            refused("unload", 3, "4.0.0", "name"),
            Command.of(
                spec("help", 2, "loading stale", "5.0.0")
                    .summary("Explains the subcommands.")
                    .build(),
                call -> HELP_REPLY)));
  }
}
