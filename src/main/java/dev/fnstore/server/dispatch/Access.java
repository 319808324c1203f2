package dev.fnstore.server.dispatch;

import dev.fnstore.acl.Account;
import dev.fnstore.acl.Accounts;
import dev.fnstore.acl.Denial;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandFlag;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.DenialLog.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who clients are and what they may do, with Valkey's words where they may not. To be asked about
 * clients that do not {@link Client#hasAllRights have all rights}; by any thread.
 */
public final class Access {
  static final Reply.ErrorReply NO_AUTH = Reply.ErrorReply.of("NOAUTH Authentication required.");

  private static final String CHANGED =
      "NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC"
          + " call. This command is no longer allowed for the following reason: ";

  private final Accounts accounts;
  private final DenialLog log;

  public Access(Accounts accounts, DenialLog log) {
    this.accounts = accounts;
    this.log = log;
  }

  /** Whether the default user needs no password, so that one without a name is a mistake. */
  public boolean isOpenToAll() {
    return accounts.defaultAccount().user().hasNoPassword();
  }

  /**
   * The client of {@code call} becomes a user.
   *
   * @return whether it may, by this password
   */
  public boolean login(Call call, Bytes name, Bytes password) {
    Client client = call.client();
    Optional<Account> account = accounts.find(name);
    if (account.isPresent() && account.get().user().accepts(password)) {
      client.login(account.get());
      return true;
    }
    Denial denial = new Denial(Denial.Reason.AUTH, 0, call.word(0));
    log.denied(client, denial, client.isExecuting() ? Context.MULTI : Context.TOPLEVEL, name);
    return false;
  }

  /** Whether the client of {@code call} has to show who it is before it may do that. */
  boolean isAuthRequired(Call call) {
    return call.client().isAuthRequired() && !call.spec().has(CommandFlag.NO_AUTH);
  }

  /** Whether a client's request would be denied; nobody is told. */
  boolean denies(Call call) {
    return isAuthRequired(call)
        || call.client().account().user().check(call.spec(), call.words()) != null;
  }

  /** Why a client's request is denied, or null if it is not. */
  Reply.@Nullable ErrorReply check(Call call) {
    boolean inTransaction = call.client().transaction() != null;
    Denial denial = denial(call, inTransaction ? Context.MULTI : Context.TOPLEVEL);
    return denial == null ? null : reply("NOPERM ", denial, call);
  }

  /** Why a command of a transaction is denied where it is to run, or null if it is not. */
  Reply.@Nullable ErrorReply checkInExec(Call call) {
    Denial denial = denial(call, Context.MULTI);
    if (denial == null) {
      return null;
    }
    String reason =
        switch (denial.reason()) {
          case COMMAND, AUTH -> "no permission to execute the command or subcommand";
          case KEY -> "no permission to touch the specified keys";
          case CHANNEL -> "no permission to access one of the channels used as arguments";
        };
    return Reply.ErrorReply.of(CHANGED + reason);
  }

  /** Why a command that a function calls is denied, or null if it is not. */
  public Reply.@Nullable ErrorReply checkInScript(Call call) {
    Denial denial = denial(call, Context.LUA);
    return denial == null ? null : reply("ERR ACL failure in script: ", denial, call);
  }

  private @Nullable Denial denial(Call call, Context context) {
    Client client = call.client();
    Denial denial = client.account().user().check(call.spec(), call.words());
    if (denial != null) {
      log.denied(client, denial, context, client.user());
    }
    return denial;
  }

  private static Reply.ErrorReply reply(String begin, Denial denial, Call call) {
    return new Reply.ErrorReply(Bytes.of(begin).concat(denial.text(call.client().user())));
  }
}
