package dev.fnstore.server.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The commands of replication, as a primary without replicas answers them. What would make this
 * server a replica, or another one a replica of it, is refused: fnstore does not replicate.
 */
public final class ReplicationCommands {
  private static final Reply.ErrorReply NO_REPLICATION =
      Reply.err("fnstore does not replicate: it has no replicas and is none");
  private static final Reply ROLE =
      Reply.array(Reply.bulk("master"), Reply.ZERO, Reply.EMPTY_ARRAY);
  private static final String CHANGE = "admin noscript stale no_async_loading";

  private static CommandSpec.Builder spec(String name, int arity, String flags, String since) {
    return CommandSpec.command(name, arity).flags(flags).group("server").since(since);
  }

  public List<Command> all() {
    return List.of(
        waiting("wait", 3, "3.0.0", "numreplicas timeout", ReplicationCommands::await),
        waiting(
            "waitaof", 4, "7.2.0", "numlocal numreplicas timeout", ReplicationCommands::awaitLocal),
        Command.of(
            spec("role", 1, "noscript loading stale fast", "2.8.12")
                .categories("admin dangerous")
                .summary("Tells that this server is a primary.")
                .build(),
            call -> ROLE),
        Command.of(replicaOf("replicaof", "5.0.0"), ReplicationCommands::replicaOf),
        Command.of(replicaOf("slaveof", "1.0.0"), ReplicationCommands::replicaOf),
        Command.of(
            spec("failover", -1, "admin noscript stale", "6.2.0")
                .syntax("[TO host port [FORCE]] [ABORT] [TIMEOUT milliseconds]")
                .summary("Would hand over to a replica.")
                .build(),
            ReplicationCommands::failover),
        refused("psync", -3, "admin noscript no_async_loading no_multi", "2.8.0", true),
        refused("sync", 1, "admin noscript no_async_loading no_multi", "1.0.0", false),
        refused("replconf", -1, "admin noscript loading stale allow_busy", "3.0.0", false));
  }

  private static Command waiting(
      String name, int arity, String since, String syntax, Command.Handler handler) {
    return Command.of(
        CommandSpec.command(name, arity)
            .flags("blocking")
            .categories("connection")
            .tips("request_policy:all_shards response_policy:agg_min")
            .group("generic")
            .since(since)
            .syntax(syntax)
            .summary("Tells how many others have this connection's changes: none, at once.")
            .build(),
        handler);
  }

  private static CommandSpec replicaOf(String name, String since) {
    return spec(name, 3, CHANGE, since)
        .syntax("<host port|NO ONE>")
        .summary("Takes NO ONE: this server is a primary and stays one.")
        .build();
  }

  private static Command refused(
      String name, int arity, String flags, String since, boolean hasSyntax) {
    return Command.of(
        spec(name, arity, flags, since)
            .syntax(hasSyntax ? "replicationid offset" : "")
            .summary("Refused: replicas are not served.")
            .build(),
        call -> NO_REPLICATION);
  }

  /** Never waits: no replica can come. */
  private static Reply await(Call call) {
    if (Words.number(call.word(1)).isEmpty()) {
      return Words.NOT_AN_INTEGER;
    }
    Reply.ErrorReply refusal = checkTimeout(call, 2);
    return refusal != null ? refusal : Reply.ZERO;
  }

  private static Reply awaitLocal(Call call) {
    OptionalLong local = Words.number(call.word(1));
    OptionalLong replicas = Words.number(call.word(2));
    if (local.isEmpty()) {
      return Words.NOT_AN_INTEGER;
    } else if (local.getAsLong() < 0 || local.getAsLong() > 1) {
      return Reply.err("value is out of range, value must between 0 and 1");
    } else if (replicas.isEmpty() || replicas.getAsLong() < 0) {
      return Reply.err("value is out of range, must be positive");
    }
    Reply.ErrorReply refusal = checkTimeout(call, 3);
    if (refusal != null) {
      return refusal;
    } else if (local.getAsLong() == 1) {
      return Reply.err("WAITAOF cannot be used when numlocal is set but appendonly is disabled.");
    }
    return Reply.array(Reply.ZERO, Reply.ZERO);
  }

  private static Reply.@Nullable ErrorReply checkTimeout(Call call, int index) {
    OptionalLong timeout = Words.number(call.word(index));
    if (timeout.isEmpty()) {
      return Reply.err("timeout is not an integer or out of range");
    }
    return timeout.getAsLong() < 0 ? Reply.err("timeout is negative") : null;
  }

  private static Reply replicaOf(Call call) {
    if (call.word(1).equalsIgnoreCase("no") && call.word(2).equalsIgnoreCase("one")) {
      return Reply.OK;
    }
    OptionalLong port = Words.number(call.word(2));
    if (port.isEmpty() || port.getAsLong() < 0 || port.getAsLong() > 65535) {
      return Reply.err("Invalid master port");
    }
    return NO_REPLICATION;
  }

  private static Reply failover(Call call) {
    for (int i = 1; i < call.wordCount(); i++) {
      switch (Words.lower(call.word(i))) {
        case "timeout" -> {
          i++;
          OptionalLong timeout =
              i < call.wordCount() ? Words.number(call.word(i)) : OptionalLong.empty();
          if (i == call.wordCount()) {
            return Words.SYNTAX;
          } else if (timeout.isEmpty()) {
            return Words.NOT_AN_INTEGER;
          } else if (timeout.getAsLong() <= 0) {
            return Reply.err("FAILOVER timeout must be greater than 0");
          }
        }
        case "to" -> {
          i += 2;
          if (i >= call.wordCount()) {
            return Words.SYNTAX;
          } else if (Words.number(call.word(i)).isEmpty()) {
            return Words.NOT_AN_INTEGER;
          }
        }
        case "abort" -> {
          return call.wordCount() == 2 ? Reply.err("No failover in progress.") : Words.SYNTAX;
        }
        case "force" -> {}
        default -> {
          return Words.SYNTAX;
        }
      }
    }
    return Reply.err("FAILOVER requires connected replicas.");
  }
}
