package dev.fnstore.server.dispatch;

import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.config.ServerConfig;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Valkey checks before a command runs, in Valkey's order. */
final class CallChecks {
  private static final Reply.ErrorReply OUT_OF_MEMORY =
      Reply.ErrorReply.of("OOM command not allowed when used memory > 'maxmemory'.");

  private static final Set<String> FOR_SUBSCRIBERS =
      Set.of(
          "subscribe",
          "unsubscribe",
          "psubscribe",
          "punsubscribe",
          "ssubscribe",
          "sunsubscribe",
          "ping",
          "quit",
          "reset");

  private final ServerConfig config;
  private final MemoryLimit memory;
  private final Access access;

  CallChecks(ServerConfig config, MemoryLimit memory, Access access) {
    this.config = config;
    this.memory = memory;
    this.access = access;
  }

  /**
   * Why a call may not run, or null.
   *
   * @param flags of what it would run
   * @param busy what others are answered while a script is busy; null while none is
   */
  Reply.@Nullable ErrorReply check(
      Call call, Set<CommandFlag> flags, Reply.@Nullable ErrorReply busy) {
    CommandSpec spec = call.spec();
    Client client = call.client();
    if (spec.name().equals("debug") && !isDebugAllowed(client)) {
      return Reply.err(
          "DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you"
              + " can run it from a local connection, otherwise you need to set this option in the"
              + " configuration file, and then restart the server.");
    }
    boolean mayAll = client.hasAllRights();
    if (!mayAll && access.isAuthRequired(call)) {
      return Access.NO_AUTH;
    }
    Transaction transaction = client.transaction();
    if (transaction != null && spec.has(CommandFlag.NO_MULTI)) {
      return Reply.err("Command not allowed inside a transaction");
    }
    Reply.ErrorReply denied = mayAll ? null : access.check(call);
    if (denied != null) {
      return denied;
    }
    // Not on an event loop: what a function declares is the executor's to look up.
    if (busy == null && isDenyOom(spec, flags, transaction) && memory.isExceeded(call.nowMs())) {
      return OUT_OF_MEMORY;
    }
    if (client.isSubscriber() && !FOR_SUBSCRIBERS.contains(spec.name())) {
      return Reply.err(
          "Can't execute '"
              + spec.name()
              + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in"
              + " this context");
    }
    return busy != null && !spec.has(CommandFlag.ALLOW_BUSY) ? busy : null;
  }

  private static boolean isDenyOom(
      CommandSpec spec, Set<CommandFlag> flags, @Nullable Transaction transaction) {
    return flags.contains(CommandFlag.DENYOOM)
        || (transaction != null
            && spec.name().equals("exec")
            && transaction.has(CommandFlag.DENYOOM));
  }

  private boolean isDebugAllowed(Client client) {
    return switch (config.enableDebugCommand()) {
      case "yes" -> true;
      case "local" -> client.isLocal();
      default -> false;
    };
  }
}
