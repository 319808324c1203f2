package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.Keys;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** COMMAND and its subcommands: what the server's own command table says. */
public final class CommandCommands {
  private static final Reply HELP_REPLY =
      new HelpText("COMMAND")
          .with("COUNT", "Tell how many commands there are.")
          .with("DOCS [<command-name> ...]", "Document all commands, or those named.")
          .with("GETKEYS <full-command>", "Tell the keys among the words of a command.")
          .with(
              "GETKEYSANDFLAGS <full-command>",
              "Tell the keys among the words of a command, and what it does with each.")
          .with("INFO [<command-name> ...]", "Describe all commands, or those named.")
          .with(
              "LIST [FILTERBY (MODULE <name>|ACLCAT <category>|PATTERN <pattern>)]",
              "List the names of all commands, or of some.")
          .reply();

  private final CommandTable table;

  public CommandCommands(CommandTable table) {
    this.table = table;
  }

  private static CommandSpec.Builder subcommand(String name, int arity) {
    return CommandSpec.command("command|" + name, arity)
        .flags("loading stale")
        .categories("connection")
        .group("server")
        .since("2.8.13");
  }

  /** Adds COMMAND, which without a subcommand describes all commands. */
  public void addTo() {
    table.addContainer(
        CommandSpec.command("command", -1)
            .flags("loading stale")
            .categories("connection")
            .tips("nondeterministic_output_order")
            .group("server")
            .since("2.8.13")
            .complexity("O(N) where N is the total number of commands")
            .summary("Describes all commands."),
        List.of(
            Command.of(
                subcommand("count", 2).summary("Counts the commands.").build(),
                call -> Reply.of(table.specs().size())),
            Command.of(
                subcommand("docs", -2)
                    .tips("nondeterministic_output_order")
                    .since("7.0.0")
                    .complexity("O(N) where N is the number of commands asked for")
                    .syntax("[command-name [command-name ...]]")
                    .summary("Documents commands.")
                    .build(),
                this::docs),
            Command.of(
                subcommand("info", -2)
                    .tips("nondeterministic_output_order")
                    .complexity("O(N) where N is the number of commands asked for")
                    .syntax("[command-name [command-name ...]]")
                    .summary("Describes commands.")
                    .build(),
                call -> info(call.words().subList(2, call.wordCount()))),
            Command.of(
                subcommand("list", -2)
                    .tips("nondeterministic_output_order")
                    .since("7.0.0")
                    .complexity("O(N) where N is the total number of commands")
                    .syntax("[FILTERBY <MODULE module-name|ACLCAT category|PATTERN pattern>]")
                    .summary("Lists the names of commands.")
                    .build(),
                this::list),
            Command.of(
                subcommand("getkeys", -3)
                    .complexity("O(N) where N is the number of words")
                    .syntax("command [arg [arg ...]]")
                    .summary("Finds the keys of a command.")
                    .build(),
                call -> keys(call, false)),
            Command.of(
                subcommand("getkeysandflags", -3)
                    .since("7.0.0")
                    .complexity("O(N) where N is the number of words")
                    .syntax("command [arg [arg ...]]")
                    .summary("Finds the keys of a command and what it does with them.")
                    .build(),
                call -> keys(call, true)),
            Command.of(
                subcommand("help", 2).since("5.0.0").summary("Explains the subcommands.").build(),
                call -> HELP_REPLY)),
        call -> info(List.of()));
  }

  private Reply info(List<Bytes> names) {
    List<Reply> described = new ArrayList<>();
    if (names.isEmpty()) {
      table.specs().forEach(spec -> described.add(CommandDescription.info(spec)));
    }
    for (Bytes name : names) {
      described.add(table.spec(name).map(CommandDescription::info).orElse(Reply.NULL));
    }
    return Reply.array(described);
  }

  private Reply docs(Call call) {
    List<Reply.Entry> documented = new ArrayList<>();
    List<Bytes> names = call.words().subList(2, call.wordCount());
    List<CommandSpec> specs =
        names.isEmpty()
            ? table.specs()
            : names.stream().map(table::spec).flatMap(Optional::stream).distinct().toList();
    for (CommandSpec spec : specs) {
      documented.add(new Reply.Entry(Reply.bulk(spec.name()), CommandDescription.docs(spec)));
    }
    return new Reply.Dictionary(documented);
  }

  private Reply list(Call call) {
    Predicate<CommandSpec> wanted = spec -> true;
    if (call.wordCount() == 5 && call.word(2).equalsIgnoreCase("filterby")) {
      Bytes by = call.word(3);
      Bytes value = call.word(4);
      if (by.equalsIgnoreCase("aclcat")) {
        wanted = spec -> spec.categories().contains(value.toLowerCase().toLatin1());
      } else if (by.equalsIgnoreCase("pattern")) {
        Glob glob = Glob.ignoringCase(value);
        wanted = spec -> glob.matches(Bytes.of(spec.name()));
      } else if (by.equalsIgnoreCase("module")) {
        wanted = spec -> false;
      } else {
        return Reply.err("syntax error");
      }
    } else if (call.wordCount() != 2) {
      return Reply.err("syntax error");
    }
    List<Reply> names = new ArrayList<>();
    boolean filtered = call.wordCount() > 2;
    for (CommandSpec spec : table.specs()) {
      addIf(wanted, spec, names);
      if (filtered) {
        for (CommandSpec subcommand : spec.subcommands()) {
          addIf(wanted, subcommand, names);
        }
      }
    }
    return filtered ? Reply.array(names) : new Reply.Group(names);
  }

  private static void addIf(Predicate<CommandSpec> wanted, CommandSpec spec, List<Reply> names) {
    if (wanted.test(spec)) {
      names.add(Reply.bulk(spec.name()));
    }
  }

  private Reply keys(Call call, boolean withFlags) {
    List<Bytes> words = call.words().subList(2, call.wordCount());
    if (!(table.find(words) instanceof CommandTable.Known known)) {
      return Reply.err("Invalid command specified");
    }
    CommandSpec spec = known.command().spec();
    if (spec.keySpecs().isEmpty()) {
      return Reply.err("The command has no key arguments");
    } else if (!spec.takes(words)) {
      return Reply.err("Invalid number of arguments specified for command");
    }
    Optional<List<Keys.Found>> found = Keys.of(spec, words);
    if (found.isEmpty() && !spec.has(CommandFlag.NO_MANDATORY_KEYS)) {
      return Reply.err("Invalid arguments specified for command");
    }
    List<Reply> keys = new ArrayList<>();
    for (Keys.Found key : found.orElse(List.of())) {
      keys.add(withFlags ? keyAndFlags(key) : Reply.bulk(key.key()));
    }
    return Reply.array(keys);
  }

  private static Reply keyAndFlags(Keys.Found key) {
    List<Reply> flags = new ArrayList<>();
    key.flags().forEach(flag -> flags.add(Reply.simple(flag)));
    return Reply.array(Reply.bulk(key.key()), new Reply.Group(flags));
  }
}
