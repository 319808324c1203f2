package dev.fnstore.server.command;

import dev.fnstore.acl.Account;
import dev.fnstore.acl.Accounts;
import dev.fnstore.acl.Denial;
import dev.fnstore.acl.Selector;
import dev.fnstore.acl.User;
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
import java.util.Optional;
import java.util.OptionalLong;

/** ACL and those of its subcommands that tell of users and change nothing. */
public final class AclCommands {
  private static final int DEFAULT_BITS = 256;
  private static final int MAX_BITS = 4096;
  private static final int SHOWN_CATEGORY_BYTES = 128;
  static final String ADMIN = "admin noscript loading stale";
  private static final String ANYBODY = "noscript loading stale";

  private static final Reply HELP_REPLY =
      new HelpText("ACL")
          .with("CAT [<category>]", "List all categories, or the commands of one.")
          .with("DELUSER <username> [<username> ...]", "Delete users and close their connections.")
          .with("DRYRUN <username> <command> [<arg> ...]", "Tell whether a user may call this.")
          .with("GENPASS [<bits>]", "Make up a password.")
          .with("GETUSER <username>", "Describe a user.")
          .with("LIST", "List the users as rules.")
          .with("LOAD", "Put the users of the ACL file in the place of all.")
          .with("LOG [<count>|RESET]", "Show what was denied, newest first, or forget it.")
          .with("SAVE", "Write all users into the ACL file.")
          .with("SETUSER <username> <rule> [<rule> ...]", "Make or change a user: all or nothing.")
          .with("USERS", "List the names of users.")
          .with("WHOAMI", "Tell the user of this connection.")
          .reply();

  private final Accounts accounts;

  public AclCommands(Accounts accounts) {
    this.accounts = accounts;
  }

  static CommandSpec.Builder spec(String name, int arity, String flags) {
    return CommandSpec.command("acl|" + name, arity).flags(flags).group("server").since("6.0.0");
  }

  /** Adds ACL. */
  public void addTo(CommandTable table, List<Command> others) {
    List<Command> all = new ArrayList<>(ofUsers());
    all.addAll(ofAnybody(table));
    all.addAll(others);
    table.addContainer(
        CommandSpec.command("acl", -2)
            .group("server")
            .since("6.0.0")
            .complexity("Depends on subcommand.")
            .summary("A container for commands on users and their rights."),
        all);
  }

  private List<Command> ofUsers() {
    return List.of(
        Command.of(
            spec("list", 2, ADMIN).summary("Lists the users as rules.").build(),
            call -> listed(account -> account.user().describe())),
        Command.of(
            spec("users", 2, ADMIN).summary("Lists the names of users.").build(),
            call -> listed(Account::name)),
        Command.of(
            spec("getuser", 3, ADMIN).syntax("username").summary("Describes a user.").build(),
            this::getUser));
  }

  private List<Command> ofAnybody(CommandTable table) {
    return List.of(
        Command.of(
            spec("whoami", 2, ANYBODY).summary("Tells the connection's user.").build(),
            call -> Reply.bulk(call.client().user())),
        Command.of(
            spec("cat", -2, ANYBODY)
                .syntax("[category]")
                .summary("Lists categories, or the commands of one.")
                .build(),
            call -> categories(call, table)),
        Command.of(
            spec("dryrun", -4, ADMIN)
                .since("7.0.0")
                .syntax("username command [arg [arg ...]]")
                .summary("Tells whether a user may call a command.")
                .build(),
            call -> dryRun(call, table)),
        Command.of(
            spec("genpass", -2, ANYBODY).syntax("[bits]").summary("Makes up a password.").build(),
            AclCommands::generatePassword),
        Command.of(
            spec("help", 2, "loading stale").summary("Explains the subcommands.").build(),
            call -> HELP_REPLY));
  }

  private interface Shown {
    Bytes of(Account account);
  }

  private Reply listed(Shown shown) {
    return Reply.array(
        accounts.all().stream().<Reply>map(account -> Reply.bulk(shown.of(account))).toList());
  }

  private Reply categories(Call call, CommandTable table) {
    if (call.wordCount() > 3) {
      return Words.wrongSubcommand(call.word(1), "ACL");
    } else if (call.wordCount() == 2) {
      return Reply.array(AclCategories.ALL.stream().<Reply>map(Reply::bulk).toList());
    }
    String category = Words.lower(call.word(2));
    if (!AclCategories.ALL.contains(category)) {
      Bytes shown = call.word(2).slice(0, Math.min(SHOWN_CATEGORY_BYTES, call.word(2).length()));
      return Words.quoting("ERR Unknown category '", shown, "'");
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

  private Reply getUser(Call call) {
    Optional<Account> account = accounts.find(call.word(2));
    if (account.isEmpty()) {
      return Reply.NULL;
    }
    User user = account.get().user();
    List<Reply.Entry> entries = new ArrayList<>();
    entries.add(
        entry("flags", new Reply.Group(user.flags().stream().<Reply>map(Reply::bulk).toList())));
    entries.add(
        entry(
            "passwords",
            Reply.array(
                user.passwords().stream().<Reply>map(hash -> Reply.bulk(hash.hex())).toList())));
    entries.addAll(permissions(user.root()));
    List<Selector> others = user.selectors().subList(1, user.selectors().size());
    entries.add(
        entry(
            "selectors",
            Reply.array(
                others.stream()
                    .<Reply>map(selector -> new Reply.Dictionary(permissions(selector)))
                    .toList())));
    return new Reply.Dictionary(entries);
  }

  private static List<Reply.Entry> permissions(Selector selector) {
    return List.of(
        entry("commands", Reply.bulk(selector.describeCommands())),
        entry("keys", Reply.bulk(selector.describeKeys())),
        entry("channels", Reply.bulk(selector.describeChannels())));
  }

  private static Reply.Entry entry(String name, Reply value) {
    return new Reply.Entry(Reply.bulk(name), value);
  }

  private Reply dryRun(Call call, CommandTable table) {
    List<Bytes> words = call.words().subList(3, call.wordCount());
    Optional<Account> account = accounts.find(call.word(2));
    if (account.isEmpty()) {
      return Words.quoting("ERR User '", call.word(2), "' not found");
    }
    if (!(table.find(words) instanceof CommandTable.Known known)) {
      return Words.quoting("ERR Command '", words.get(0), "' not found");
    }
    CommandSpec spec = known.command().spec();
    if (!spec.takes(words)) {
      return CommandTable.wrongArity(spec);
    }
    Denial denial = account.get().user().check(spec, words);
    return denial == null ? Reply.OK : Reply.bulk(denial.fullText(account.get().name()));
  }

  private static Reply generatePassword(Call call) {
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
    new SecureRandom().nextBytes(bytes); // not kept: it would take time at every start
    return Reply.bulk(HexFormat.of().formatHex(bytes).substring(0, digits));
  }
}
