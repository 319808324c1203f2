package dev.fnstore.server;

import dev.fnstore.acl.Account;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.config.ServerConfig;
import org.jspecify.annotations.Nullable;

/** Whom the server takes as a client, with Valkey's words for whom it does not take. */
final class Admission {
  private static final Reply.ErrorReply FULL = Reply.err("max number of clients reached");

  private static final Reply.ErrorReply PROTECTED =
      Reply.ErrorReply.of(
          "DENIED Running in protected mode because protected mode is enabled and no password is set"
              + " for the default user. In this mode connections are only accepted from the"
              + " loopback interface. If you want to connect from external computers, you may adopt"
              + " one of the following solutions: 1) Just disable protected mode sending the command"
              + " 'CONFIG SET protected-mode no' from the loopback interface by connecting from the"
              + " same host the server is running, however MAKE SURE it's not publicly accessible"
              + " from internet if you do so. Use CONFIG REWRITE to make this change permanent. 2)"
              + " Alternatively you can just disable the protected mode by editing the configuration"
              + " file, and setting the protected mode option to 'no', and then restarting the"
              + " server. 3) If you started the server manually just for testing, restart it with the"
              + " '--protected-mode no' option. 4) Set up an authentication password for the default"
              + " user. NOTE: You only need to do one of the above things in order for the server to"
              + " start accepting connections from the outside.");

  private final ServerConfig config;
  private final Account defaultAccount;
  private final DescriptorLimit descriptors;

  Admission(ServerConfig config, Account defaultAccount, DescriptorLimit descriptors) {
    this.config = config;
    this.defaultAccount = defaultAccount;
    this.descriptors = descriptors;
  }

  /**
   * Why somebody who connects is not taken, or null if there is no reason.
   *
   * @param connected how many clients there are already
   * @param local whether it is on this machine
   */
  Reply.@Nullable ErrorReply refusal(int connected, boolean local) {
    if (connected >= Math.min(config.maxClients(), descriptors.mostClients())) {
      return FULL;
    }
    boolean open = config.isProtected() && defaultAccount.user().hasNoPassword();
    return open && !local ? PROTECTED : null;
  }
}
