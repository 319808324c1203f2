package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.AclCategories;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/** ACL, of a server with one user: {@code default}, who needs no password and may do all. */
public final class AclCommands {
  private static final Bytes USER = Bytes.of("default");
  private static final int DEFAULT_BITS = 256;
  private static final int MAX_BITS = 4096;
  private static final String ADMIN = "admin noscript loading stale";
  private static final String ANYBODY = "noscript loading stale";
  private static final String ALL_NODES = "request_policy:all_nodes response_policy:all_succeeded";

  private static final Reply.ErrorReply NO_FILE =
      Reply.err(
          "This instance is not configured to use an ACL file. You may want to specify users via the"
              + " ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a"
              + " configuration file set) in order to store users in the configuration.");
  private static final Reply.ErrorReply NO_OTHER_USERS =
      Reply.err("fnstore has one user, 'default', whose rights cannot be changed");
  private static final Reply HELP_REPLY =
      new HelpText("ACL")
          .with("CAT [<category>]", "List all categories, or the commands of one.")
          .with("DELUSER <username> [<username> ...]", "Delete users: there is only default.")
          .with("DRYRUN <username> <command> [<arg> ...]", "Tell whether a user may call this.")
          .with("GENPASS [<bits>]", "Make up a password.")
          .with("GETUSER <username>", "Describe a user.")
          .with("LIST", "List the users as rules.")
          .with("LOAD", "Refused: there is no ACL file.")
          .with(
              "LOG [<count>|RESET]",
              "Show what was denied: no command is, and failed logins are not kept.")
          .with("SAVE", "Refused: there is no ACL file.")
          .with("SETUSER <username> <rule> [<rule> ...]", "Refused: rights cannot be changed.")
          .with("USERS", "List the names of users.")
          .with("WHOAMI", "Tell the user of this connection.")
          .reply();

  private final CommandTable table;
  private final SecureRandom random = new SecureRandom();

  public AclCommands(CommandTable table) {
    this.table = table;
  }

  private static CommandSpec.Builder spec(String name, int arity, String flags) {
    return CommandSpec.command("acl|" + name, arity).flags(flags).group("server").since("6.0.0");
  }

  /** Adds ACL. */
  public void addTo() {
    List<Command> all = new ArrayList<>(asking());
    all.addAll(changing());
    table.addContainer(
        CommandSpec.command("acl", -2)
            .group("server")
            .since("6.0.0")
            .complexity("Depends on subcommand.")
            .summary("A container for commands on users and their rights."),
        all);
  }

  private List<Command> asking() {
    return List.of(
        Command.of(
            spec("whoami", 2, ANYBODY).summary("Tells the connection's user.").build(),
            call -> Reply.bulk(call.client().user())),
        Command.of(
            spec("cat", -2, ANYBODY)
                .syntax("[category]")
                .summary("Lists categories, or the commands of one.")
                .build(),
            this::categories),
        Command.of(
            spec("list", 2, ADMIN).summary("Lists the users as rules.").build(),
            call -> Reply.array(Reply.bulk("user default on nopass sanitize-payload ~* &* +@all"))),
        Command.of(
            spec("users", 2, ADMIN).summary("Lists the names of users.").build(),
            call -> Reply.array(Reply.bulk(USER))),
        Command.of(
            spec("getuser", 3, ADMIN).syntax("username").summary("Describes a user.").build(),
            AclCommands::getUser),
        Command.of(
            spec("dryrun", -4, ADMIN)
                .since("7.0.0")
                .syntax("username command [arg [arg ...]]")
                .summary("Tells whether a user may call a command.")
                .build(),
            this::dryRun),
        Command.of(
            spec("log", -2, ADMIN)
                .syntax("[count|RESET]")
                .summary("Shows what was denied; failed logins are not kept.")
                .build(),
            AclCommands::log),
        Command.of(
            spec("genpass", -2, ANYBODY).syntax("[bits]").summary("Makes up a password.").build(),
            this::generatePassword),
        Command.of(
            spec("help", 2, "loading stale").summary("Explains the subcommands.").build(),
            call -> HELP_REPLY));
  }

  private static List<Command> changing() {
    return List.of(
        Command.of(
            spec("setuser", -3, ADMIN)
                .tips(ALL_NODES)
                .syntax("username [rule [rule ...]]")
                .summary("Refused: rights cannot be changed.")
                .build(),
            call -> NO_OTHER_USERS),
        Command.of(
            spec("deluser", -3, ADMIN)
                .tips(ALL_NODES)
                .syntax("username [username ...]")
                .summary("Deletes users, of which there is only default.")
                .build(),
            AclCommands::deleteUser),
        Command.of(
            spec("load", 2, ADMIN).summary("Refused: there is no ACL file.").build(),
            call -> NO_FILE),
        Command.of(
            spec("save", 2, ADMIN)
                .tips(ALL_NODES)
                .summary("Refused: there is no ACL file.")
                .build(),
            call -> NO_FILE));
  }

  private Reply categories(Call call) {
    if (call.wordCount() > 3) {
      return Words.wrongSubcommand(call.word(1), "ACL");
    } else if (call.wordCount() == 2) {
      return Reply.array(AclCategories.ALL.stream().<Reply>map(Reply::bulk).toList());
    }
    String category = Words.lower(call.word(2));
    if (!AclCategories.ALL.contains(category)) {
      return Words.quoting("ERR Unknown category '", call.word(2), "'");
    }
    List<Reply> names = new ArrayList<>();
    for (CommandSpec command : table.specs()) {
      addIfIn(category, command, names);
      command.subcommands().forEach(subcommand -> addIfIn(category, subcommand, names));
    }
    return Reply.array(names);
  }

  private static void addIfIn(String category, CommandSpec command, List<Reply> names) {
    if (command.categories().contains(category)) {
      names.add(Reply.bulk(command.name()));
    }
  }

  private static Reply getUser(Call call) {
    if (!call.word(2).equals(USER)) {
      return Reply.NULL;
    }
    return new Reply.Dictionary(
        List.of(
            entry(
                "flags",
                new Reply.Group(
                    List.of(
                        Reply.bulk("on"), Reply.bulk("nopass"), Reply.bulk("sanitize-payload")))),
            entry("passwords", Reply.EMPTY_ARRAY),
            entry("commands", Reply.bulk("+@all")),
            entry("keys", Reply.bulk("~*")),
            entry("channels", Reply.bulk("&*")),
            entry("selectors", Reply.EMPTY_ARRAY)));
  }

  private static Reply.Entry entry(String name, Reply value) {
    return new Reply.Entry(Reply.bulk(name), value);
  }

  private Reply dryRun(Call call) {
    List<Bytes> words = call.words().subList(3, call.wordCount());
    if (!call.word(2).equals(USER)) {
      return Words.quoting("ERR User '", call.word(2), "' not found");
    } else if (!(table.find(words) instanceof CommandTable.Known known)) {
      return Words.quoting("ERR Command '", words.get(0), "' not found");
    } else {
      CommandSpec spec = known.command().spec();
      return spec.takes(words.size()) ? Reply.OK : CommandTable.wrongArity(spec);
    }
  }

  private static Reply log(Call call) {
    if (call.wordCount() > 3) {
      return Words.wrongSubcommand(call.word(1), "ACL");
    } else if (call.wordCount() == 2) {
      return Reply.EMPTY_ARRAY;
    } else if (call.word(2).equalsIgnoreCase("reset")) {
      return Reply.OK;
    }
    return Words.number(call.word(2)).isEmpty() ? Words.NOT_AN_INTEGER : Reply.EMPTY_ARRAY;
  }

  private Reply generatePassword(Call call) {
    if (call.wordCount() > 3) {
      return Words.wrongSubcommand(call.word(1), "ACL");
    }
    long bits = DEFAULT_BITS;
    if (call.wordCount() == 3) {
      OptionalLong chosen = Words.number(call.word(2));
      if (chosen.isEmpty()) {
        return Words.NOT_AN_INTEGER;
      }
      bits = chosen.getAsLong();
    }
    if (bits <= 0 || bits > MAX_BITS) {
      return Reply.err(
          "ACL GENPASS argument must be the number of bits for the output password, a positive"
              + " number up to "
              + MAX_BITS);
    }
    int digits = (int) ((bits + 3) / 4);
    byte[] bytes = new byte[(digits + 1) / 2];
    random.nextBytes(bytes);
    return Reply.bulk(HexFormat.of().formatHex(bytes).substring(0, digits));
  }

  private static Reply deleteUser(Call call) {
    return call.words().subList(2, call.wordCount()).contains(USER)
        ? Reply.err("The 'default' user cannot be removed")
        : Reply.ZERO;
  }
}
