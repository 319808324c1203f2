package dev.fnstore.server.dispatch;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** MULTI, EXEC, DISCARD, WATCH, UNWATCH. */
public final class TransactionCommands {
  private static final CommandSpec MULTI =
      CommandSpec.command("multi", 1)
          .flags("noscript loading stale fast no_multi allow_busy")
          .categories("transaction")
          .group("transactions")
          .since("1.2.0")
          .summary("Begins a transaction.")
          .build();

  private static final CommandSpec EXEC =
      CommandSpec.command("exec", 1)
          .flags("noscript loading stale skip_commandlog")
          .categories("transaction")
          .group("transactions")
          .since("1.2.0")
          .complexity("That of the queued commands")
          .summary("Runs all commands of a transaction.")
          .build();

  private static final CommandSpec DISCARD =
      CommandSpec.command("discard", 1)
          .flags("noscript loading stale fast allow_busy")
          .categories("transaction")
          .group("transactions")
          .since("2.0.0")
          .complexity("O(N), when N is the number of queued commands")
          .summary("Drops a transaction.")
          .build();

  private static final CommandSpec WATCH =
      CommandSpec.command("watch", -2)
          .flags("noscript loading stale fast no_multi allow_busy")
          .categories("transaction")
          .keys(KeySpec.range(1, -1, 1, "RO"))
          .group("transactions")
          .since("2.2.0")
          .complexity("O(1) for every key.")
          .syntax("key [key ...]")
          .summary("Puts off the next transaction if a key changes before it.")
          .build();

  private static final CommandSpec UNWATCH =
      CommandSpec.command("unwatch", 1)
          .flags("noscript loading stale fast allow_busy")
          .categories("transaction")
          .group("transactions")
          .since("2.2.0")
          .complexity("O(1)")
          .summary("Forgets what WATCH said.")
          .build();

  private final Watching watching;
  private final Supplier<Dispatcher> dispatcher;
  private final ExecBarrier barrier;

  /** Told when a transaction begins and ends to run, so that its events share one write. */
  public interface ExecBarrier {
    void beforeExec();

    void afterExec();
  }

  public TransactionCommands(
      Supplier<Dispatcher> dispatcher, ExecBarrier barrier, Watching watching) {
    this.watching = watching;
    this.dispatcher = dispatcher;
    this.barrier = barrier;
  }

  public List<Command> all() {
    return List.of(
        Command.brief(MULTI, this::multi),
        Command.of(EXEC, this::exec),
        Command.brief(DISCARD, this::discard),
        Command.brief(WATCH, this::watch),
        Command.brief(UNWATCH, this::unwatch));
  }

  private Reply multi(Call call) {
    if (call.client().transaction() != null) {
      return Reply.err("MULTI calls can not be nested");
    }
    call.client().transaction(new Transaction());
    return Reply.OK;
  }

  private Reply watch(Call call) {
    if (!watching.isDisturbed(call.client())) { // it is off already
      for (Bytes key : call.words().subList(1, call.wordCount())) {
        watching.watch(call.client(), call.client().database(), key);
      }
    }
    return Reply.OK;
  }

  private Reply unwatch(Call call) {
    watching.unwatch(call.client());
    return Reply.OK;
  }

  private Reply discard(Call call) {
    if (call.client().transaction() == null) {
      return Reply.err("DISCARD without MULTI");
    }
    call.client().transaction(null);
    watching.unwatch(call.client());
    return Reply.OK;
  }

  private Reply exec(Call call) {
    Transaction transaction = call.client().transaction();
    if (transaction == null) {
      return Reply.err("EXEC without MULTI");
    }
    call.client().transaction(null);
    watching.look(call.client(), call.nowMs());
    boolean disturbed = watching.isDisturbed(call.client());
    watching.unwatch(call.client());
    if (transaction.isDoomed()) {
      return Reply.ErrorReply.of("EXECABORT Transaction discarded because of previous errors.");
    }
    if (disturbed) {
      return Reply.NULL_ARRAY;
    }
    List<Reply> replies = new ArrayList<>(transaction.queued().size());
    barrier.beforeExec();
    call.client().executing(true);
    try {
      for (Transaction.Queued queued : transaction.queued()) {
        Call inner = new Call(call.client(), queued.command().spec(), queued.words(), call.nowMs());
        replies.add(execute(queued.command(), inner));
      }
    } finally {
      call.client().executing(false);
      barrier.afterExec();
    }
    return Reply.array(replies);
  }

  /** What the client may do can have changed since the command was queued, also by one of these. */
  private Reply execute(Command command, Call call) {
    Reply denied =
        call.client().hasAllRights() ? null : dispatcher.get().access().checkInExec(call);
    return denied != null ? denied : dispatcher.get().execute(command, call);
  }
}
