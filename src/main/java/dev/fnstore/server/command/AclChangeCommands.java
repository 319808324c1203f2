package dev.fnstore.server.command;

import dev.fnstore.acl.Account;
import dev.fnstore.acl.Accounts;
import dev.fnstore.acl.AclText.AclTextException;
import dev.fnstore.acl.RuleException;
import dev.fnstore.acl.RuleWords;
import dev.fnstore.acl.User;
import dev.fnstore.acl.UserRules;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.acl.AclFile;
import dev.fnstore.server.acl.AclFile.AclFileException;
import dev.fnstore.server.acl.ConfiguredUsers;
import dev.fnstore.server.acl.UserAdministration;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.ChangeListener;
import dev.fnstore.server.dispatch.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those subcommands of ACL that change users, or the file that they are kept in. */
public final class AclChangeCommands {
  private static final Logger LOG = LoggerFactory.getLogger(AclChangeCommands.class);
  private static final String ALL_NODES = "request_policy:all_nodes response_policy:all_succeeded";

  private static final Reply.ErrorReply NO_FILE =
      Reply.err(
          "This instance is not configured to use an ACL file. You may want to specify users via the"
              + " ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a"
              + " configuration file set) in order to store users in the configuration.");
  private static final String NOTHING_CHANGED =
      "WARNING: ACL errors detected, no change to the previously active ACL rules was performed";

  private final Accounts accounts;
  private final UserAdministration administration;
  private final ConfiguredUsers configured;
  private final ChangeListener listener;

  public AclChangeCommands(
      Accounts accounts,
      UserAdministration administration,
      ConfiguredUsers configured,
      ChangeListener listener) {
    this.accounts = accounts;
    this.administration = administration;
    this.configured = configured;
    this.listener = listener;
  }

  public List<Command> all() {
    return List.of(
        command(
            AclCommands.spec("setuser", -3, AclCommands.ADMIN)
                .tips(ALL_NODES)
                .syntax("username [rule [rule ...]]")
                .summary("Makes or changes a user: all rules apply, or none."),
            this::setUser),
        command(
            AclCommands.spec("deluser", -3, AclCommands.ADMIN)
                .tips(ALL_NODES)
                .syntax("username [username ...]")
                .summary("Deletes users and closes their connections."),
            this::deleteUsers),
        command(
            AclCommands.spec("load", 2, AclCommands.ADMIN)
                .summary("Puts the users of the ACL file in the place of all."),
            this::load),
        command(
            AclCommands.spec("save", 2, AclCommands.ADMIN)
                .tips(ALL_NODES)
                .summary("Writes all users into the ACL file."),
            this::save));
  }

  private static Command command(CommandSpec.Builder spec, Command.Handler handler) {
    return Command.of(spec.build(), handler);
  }

  private Reply setUser(Call call) {
    Bytes name = call.word(2);
    if (!UserRules.isName(name)) {
      return Reply.err("Usernames can't contain spaces or null characters");
    }
    List<Bytes> rules;
    try {
      rules = RuleWords.join(call.words().subList(3, call.wordCount()));
    } catch (RuleWords.UnmatchedException e) {
      return Words.quoting(
          "ERR Unmatched parenthesis in acl selector starting at '",
          RuleWords.withoutPasswords(e.word()),
          "'.");
    }
    Optional<User> present = accounts.find(name).map(Account::user);
    User user = present.orElseGet(() -> accounts.rules().create(name));
    for (Bytes rule : rules) {
      try {
        user = accounts.rules().apply(user, rule);
      } catch (RuleException e) {
        return Words.quoting(
            "ERR Error in ACL SETUSER modifier '",
            RuleWords.withoutPasswords(rule),
            "': " + e.reason().text());
      }
    }
    administration.put(user, call.client());
    List<Bytes> told = new ArrayList<>(call.words().subList(0, 3));
    rules.forEach(rule -> told.add(RuleWords.withoutSecrets(rule)));
    listener.changed(call.client(), told);
    return Reply.OK;
  }

  private Reply deleteUsers(Call call) {
    List<Bytes> names = call.words().subList(2, call.wordCount());
    if (names.contains(User.DEFAULT_NAME)) {
      return Reply.err("The 'default' user cannot be removed");
    }
    int removed = administration.remove(names, call.client());
    if (removed > 0) {
      listener.changed(call.client(), call.words());
    }
    return Reply.of(removed);
  }

  private Reply load(Call call) {
    Optional<AclFile> file = configured.file();
    if (file.isEmpty()) {
      return NO_FILE;
    }
    try {
      administration.replaceAll(file.get().read(accounts.rules()), call.client());
    } catch (AclFileException e) {
      return Reply.err(String.valueOf(e.getMessage()));
    } catch (AclTextException e) {
      return Reply.err(e.getMessage() + NOTHING_CHANGED);
    }
    listener.changed(call.client(), call.words());
    return Reply.OK;
  }

  private Reply save(Call call) {
    Optional<AclFile> file = configured.file();
    if (file.isEmpty()) {
      return NO_FILE;
    }
    try {
      file.get().write(accounts.all().stream().map(Account::user).toList());
      return Reply.OK;
    } catch (IOException e) {
      LOG.warn("The ACL file cannot be written: {}", e.toString());
      return Reply.err(
          "There was an error trying to save the ACLs. Please check the server logs for more"
              + " information");
    }
  }
}
