package dev.fnstore.server.dispatch;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** MULTI, EXEC, DISCARD. */
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

  private final Supplier<Dispatcher> dispatcher;
  private final ExecBarrier barrier;

  /** Told when a transaction begins and ends to run, so that its events share one write. */
  public interface ExecBarrier {
    void beforeExec();

    void afterExec();
  }

  public TransactionCommands(Supplier<Dispatcher> dispatcher, ExecBarrier barrier) {
    this.dispatcher = dispatcher;
    this.barrier = barrier;
  }

  public List<Command> all() {
    return List.of(
        Command.of(MULTI, this::multi),
        Command.of(EXEC, this::exec),
        Command.of(DISCARD, this::discard));
  }

  private Reply multi(Call call) {
    if (call.client().transaction() != null) {
      return Reply.err("MULTI calls can not be nested");
    }
    call.client().transaction(new Transaction());
    return Reply.OK;
  }

  private Reply discard(Call call) {
    if (call.client().transaction() == null) {
      return Reply.err("DISCARD without MULTI");
    }
    call.client().transaction(null);
    return Reply.OK;
  }

  private Reply exec(Call call) {
    Transaction transaction = call.client().transaction();
    if (transaction == null) {
      return Reply.err("EXEC without MULTI");
    }
    call.client().transaction(null);
    if (transaction.isDoomed()) {
      return Reply.ErrorReply.of("EXECABORT Transaction discarded because of previous errors.");
    }
    List<Reply> replies = new ArrayList<>(transaction.queued().size());
    barrier.beforeExec();
    try {
      for (Transaction.Queued queued : transaction.queued()) {
        Call inner = new Call(call.client(), queued.command().spec(), queued.words(), call.nowMs());
        replies.add(dispatcher.get().execute(queued.command(), inner));
      }
    } finally {
      barrier.afterExec();
    }
    return Reply.array(replies);
  }
}
