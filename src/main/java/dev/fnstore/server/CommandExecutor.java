package dev.fnstore.server;

import dev.fnstore.server.dispatch.CommitFailedError;
import dev.fnstore.server.dispatch.TransactionCommands;
import dev.fnstore.server.script.ScriptBarrier;
import dev.fnstore.store.FunctionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that runs commands, one after the other: it is why a function is atomic.
 *
 * <p>It works in batches: every connection that has something to do runs what it has, then all
 * staged changes are committed with one sync, and only then do the replies of the batch go out.
 */
final class CommandExecutor implements ScriptBarrier, TransactionCommands.ExecBarrier {
  private static final Logger LOG = LoggerFactory.getLogger(CommandExecutor.class);

  /** Scripts recurse on this thread's stack, and replies nest as deep as scripts make them. */
  private static final long STACK_BYTES = 64L << 20;

  private static final int MAX_CONNECTIONS_PER_BATCH = 1024;
  private static final long JOIN_TIMEOUT_MS = 10_000;

  private final FunctionStore store;
  private final Consumer<Throwable> onFailure;
  private final Runnable housekeeping;
  private final Queue<Connection> ready = new ConcurrentLinkedQueue<>();
  private final List<Connection> batch = new ArrayList<>();
  private final AtomicBoolean parked = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean stopping;
  private @Nullable Connection current;
  private boolean inTransaction;

  /**
   * An executor that has not started.
   *
   * @param onFailure told once, on this thread, if a change cannot be put on disk
   * @param housekeeping called between batches
   */
  CommandExecutor(FunctionStore store, Consumer<Throwable> onFailure, Runnable housekeeping) {
    this.store = store;
    this.onFailure = onFailure;
    this.housekeeping = housekeeping;
    this.thread = new Thread(null, this::run, "fnstore-executor", STACK_BYTES);
  }

  void start() {
    thread.start();
  }

  /** A connection has requests that wait; from any thread. */
  void schedule(Connection connection) {
    ready.add(connection);
    if (parked.get()) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    try {
      while (!stopping) {
        Connection next = ready.poll();
        if (next == null) {
          awaitWork();
        } else {
          runBatch(next);
        }
        housekeeping.run();
      }
      commit();
    } catch (Throwable e) { // whatever it is: without this thread the server answers nobody
      stopping = true;
      onFailure.accept(e);
    }
  }

  private void awaitWork() {
    parked.set(true);
    if (ready.isEmpty() && !stopping) {
      LockSupport.parkNanos(this, 100_000_000);
    }
    parked.set(false);
  }

  private void runBatch(Connection first) {
    Connection next = first;
    while (next != null) {
      batch.add(next);
      current = next;
      next.runWaiting();
      current = null;
      next = mayGoOn() && batch.size() < MAX_CONNECTIONS_PER_BATCH ? ready.poll() : null;
    }
    commit();
    batch.forEach(Connection::sendReplies);
    batch.forEach(Connection::rescheduleIfWaiting);
    batch.clear();
  }

  /** A batch ends early where what it has staged weighs much, or the server stops. */
  boolean mayGoOn() {
    return !stopping && !store.isFull();
  }

  private void commit() {
    try {
      store.commit();
    } catch (RuntimeException | Error e) { // whatever it is, nothing may be acknowledged
      throw new CommitFailedError(e);
    }
  }

  /**
   * A script may be long: what others did before it in this batch goes out first. Its own caller's
   * earlier replies wait with it, unless one of them acknowledges a change.
   */
  @Override
  public void beforeScript() {
    if (inTransaction) {
      return; // the events of one EXEC share one write
    }
    boolean changed = store.hasStaged();
    commit();
    for (Connection connection : batch) {
      if (changed || connection != current) {
        connection.sendReplies();
      }
    }
  }

  @Override
  public void beforeExec() {
    beforeScript();
    inTransaction = true;
  }

  @Override
  public void afterExec() {
    inTransaction = false;
  }

  /**
   * Ends the thread after the command it is at; what that changed is committed.
   *
   * @return whether it has ended: if not, what it uses must stay open
   */
  boolean stop() {
    stopping = true;
    LockSupport.unpark(thread);
    if (Thread.currentThread() == thread) {
      return true;
    }
    try {
      thread.join(JOIN_TIMEOUT_MS);
      if (thread.isAlive()) {
        LOG.warn("The executor is still busy after {} ms", JOIN_TIMEOUT_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
