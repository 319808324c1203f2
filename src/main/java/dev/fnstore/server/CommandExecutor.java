package dev.fnstore.server;

import dev.fnstore.server.dispatch.CommitFailedError;
import dev.fnstore.server.dispatch.TransactionCommands;
import dev.fnstore.server.script.ScriptBarrier;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands, one after the other: it is why a function is atomic. One at a time may be in it:
 * its own thread, or an event loop that has found it empty and runs what is short without a
 * hand-over. What the event loop finds long, or to be put on disk, it leaves to the thread, which
 * is then in its place without anyone in between.
 *
 * <p>The thread works in batches: every connection that has something to do runs what it has, then
 * all staged changes are committed with one sync, and only then do the replies of the batch go out.
 */
final class CommandExecutor implements ScriptBarrier, TransactionCommands.ExecBarrier {
  private static final Logger LOG = LoggerFactory.getLogger(CommandExecutor.class);

  /** Scripts recurse on this thread's stack, and replies nest as deep as scripts make them. */
  private static final long STACK_BYTES = 64L << 20;

  private static final int READERS = 2;

  /** They do nothing but wait for other machines. */
  private static final int WAITERS = 16;

  private static final int MAX_CONNECTIONS_PER_BATCH = 1024;
  private static final long IDLE_NANOS = 100_000_000;
  private static final long IDLE_NANOS_IN_PAUSE = 1_000_000;

  /** So long event loops are not made to stay out for what nobody waits for. */
  private static final long MOST_PUT_OFF_NANOS = 100_000_000;

  private static final long PUT_OFF_NANOS = 1_000_000;

  private static final int SPINS_BEFORE_GIVING_UP = 100;
  private static final long JOIN_TIMEOUT_MS = 10_000;

  /** So long a script holds back what others in its batch are owed, if it proves long itself. */
  private static final long MOST_HELD_NANOS = 2_000_000;

  private final Commits commits;
  private final Consumer<Throwable> onFailure;
  private final Runnable housekeeping;
  private final Runnable endOfTurn;
  private final BooleanSupplier isPaused;
  private final LongSupplier mostIdleNanos;
  private final SideThreads readers = new SideThreads("fnstore-reader", READERS);
  private final SideThreads waiters = new SideThreads("fnstore-waiter", WAITERS);
  private final Queue<Work> ready = new ConcurrentLinkedQueue<>();
  private final List<Work> batch = new ArrayList<>();

  /** Event loops add to it too, where they answer while a script is busy. */
  private final Set<Connection> withMessages = ConcurrentHashMap.newKeySet();

  private final List<Connection> heldBack = new ArrayList<>();
  private final AtomicBoolean parked = new AtomicBoolean();

  /** Whether commands are being run, by this thread or by an event loop. */
  private final AtomicBoolean entered = new AtomicBoolean();

  /** Whether this thread waits for an event loop to leave. */
  private volatile boolean awaited;

  /** What an event loop, which had entered, has left to this thread. */
  private volatile @Nullable Connection begun;

  private final Thread thread;
  private volatile boolean stopping;
  private @Nullable Work current;
  private boolean inTransaction;

  /** Whether housekeeping waits for others to leave, and since when. */
  private boolean isPutOff;

  private long putOffNanos;

  /** This thread is in already, for housekeeping. */
  private boolean hasEntered;

  private long batchNanos;

  /**
   * An executor that has not started.
   *
   * @param onFailure told once, on this thread, if a change cannot be put on disk
   * @param housekeeping called between batches
   * @param endOfTurn called where commands have run, before messages are sent
   * @param isPaused whether requests that wait for the end of a pause are to wait on
   * @param mostIdleNanos asked by this thread while others run commands too: after how long a
   *     client waits for {@code housekeeping}; 0 if one does
   */
  CommandExecutor(
      Commits commits,
      Consumer<Throwable> onFailure,
      Runnable housekeeping,
      Runnable endOfTurn,
      BooleanSupplier isPaused,
      LongSupplier mostIdleNanos) {
    this.mostIdleNanos = mostIdleNanos;
    this.endOfTurn = endOfTurn;
    this.isPaused = isPaused;
    this.commits = commits;
    this.onFailure = onFailure;
    this.housekeeping = housekeeping;
    this.thread = new Thread(null, this::run, "fnstore-executor", STACK_BYTES);
  }

  void start() {
    thread.start();
  }

  /**
   * Enters in the executor's place, if nobody runs commands and the executor does not wait to: who
   * has entered may run commands until it {@link #leave}s or has its work {@link #takeOver taken
   * over}.
   */
  boolean tryEnter() {
    for (int i = 0; i < SPINS_BEFORE_GIVING_UP; i++) {
      if (awaited || stopping) {
        return false;
      } else if (!entered.get() && entered.compareAndSet(false, true)) {
        return true;
      }
      Thread.onSpinWait(); // another event loop is in, which is never for long
    }
    return false;
  }

  /** Nothing that was run has begun and not ended, and nothing is staged. */
  void leave() {
    try {
      sendMessages();
    } finally { // who stays in by mistake stops the server
      entered.set(false);
      if (awaited) {
        LockSupport.unpark(thread);
      }
    }
  }

  /** By who has entered: what it has begun is for the executor to finish, which is in from now. */
  void takeOver(Connection connection) {
    begun = connection;
    LockSupport.unpark(thread);
  }

  /** From any thread: the connection has a message to send at the end of the turn. */
  void hasMessage(Connection connection) {
    withMessages.add(connection);
  }

  private void sendMessages() {
    endOfTurn.run();
    commits.commitWithoutWaiting();
    if (!withMessages.isEmpty()) {
      for (Iterator<Connection> all = withMessages.iterator(); all.hasNext(); ) {
        Connection next = all.next();
        all.remove(); // before: what it is told from here on is for another time
        next.sendReplies();
      }
    }
  }

  /** By the executor's thread: the connection's next request waits for the end of a pause. */
  void holdBack(Connection connection) {
    heldBack.add(connection);
  }

  private void releaseHeldBack() {
    if (!heldBack.isEmpty() && !isPaused.getAsBoolean()) {
      List<Connection> all = List.copyOf(heldBack);
      heldBack.clear();
      all.forEach(Connection::release);
    }
  }

  /** By who has entered: whether no change waits for the disk. */
  boolean hasNothingStaged() {
    return !commits.areAwaited();
  }

  /** There is something to run, such as requests of a connection; from any thread. */
  void schedule(Work work) {
    ready.add(work);
    if (parked.get()) {
      LockSupport.unpark(thread);
    }
  }

  /** Has {@code task} run beside commands. */
  void read(Runnable task) {
    readers.run(task);
  }

  /** Has {@code task}, which waits for other machines, run beside commands. */
  void await(Runnable task) {
    waiters.run(task);
  }

  private void run() {
    try {
      while (!stopping) {
        if (hasNothingToRun()) {
          awaitWork();
        }
        if (mayPutOff()) {
          continue;
        }
        Connection inherited = hasEntered ? null : enter();
        hasEntered = false;
        runBatch(inherited == null ? ready.poll() : inherited);
        housekeeping.run();
        releaseHeldBack();
        leave();
      }
      runBatch(enter()); // and never leave: nobody runs anything any more
    } catch (Throwable e) { // whatever it is: without this thread the server answers nobody
      stopping = true;
      onFailure.accept(e);
    }
  }

  private boolean hasNothingToRun() {
    return ready.isEmpty() && begun == null;
  }

  /**
   * Housekeeping alone is not worth that event loops are kept out until this thread has woken: what
   * came in meanwhile would be queued, and under load the queue would never again be empty. So it
   * enters then where it finds nobody in, and else tries again, unless it has done so for long or a
   * client waits for it.
   */
  private boolean mayPutOff() {
    if (!hasNothingToRun() || stopping || isWaitedFor()) {
      isPutOff = false;
      return false;
    }
    hasEntered = entered.compareAndSet(false, true);
    long now = System.nanoTime();
    if (!hasEntered && !isPutOff) {
      isPutOff = true;
      putOffNanos = now;
    } else if (hasEntered || now - putOffNanos >= MOST_PUT_OFF_NANOS) {
      isPutOff = false;
    }
    return isPutOff;
  }

  /** Whether a wait for a key, or a pause in which requests wait, is over. */
  private boolean isWaitedFor() {
    return mostIdleNanos.getAsLong() <= 0 || (!heldBack.isEmpty() && !isPaused.getAsBoolean());
  }

  /** Waits until nobody else is in; gives the connection that it takes over, if any. */
  private @Nullable Connection enter() {
    awaited = true;
    try {
      while (true) {
        Connection inherited = begun;
        if (inherited != null) {
          begun = null;
          return inherited;
        } else if (entered.compareAndSet(false, true)) {
          return null;
        }
        LockSupport.park(this);
      }
    } finally {
      awaited = false;
    }
  }

  private void awaitWork() {
    parked.set(true);
    if (hasNothingToRun() && !stopping) {
      LockSupport.parkNanos(this, isPutOff ? PUT_OFF_NANOS : idleNanos());
    }
    parked.set(false);
  }

  private long idleNanos() {
    long mostNanos = heldBack.isEmpty() ? IDLE_NANOS : IDLE_NANOS_IN_PAUSE;
    return Math.min(mostNanos, mostIdleNanos.getAsLong());
  }

  private void runBatch(@Nullable Work first) {
    Work next = first;
    batchNanos = System.nanoTime();
    while (next != null) {
      batch.add(next);
      current = next;
      next.runWaiting();
      current = null;
      next = mayGoOn() && batch.size() < MAX_CONNECTIONS_PER_BATCH ? ready.poll() : null;
    }
    commit();
    batch.forEach(Work::sendReplies);
    batch.forEach(Work::rescheduleIfWaiting);
    batch.clear();
  }

  /** A batch ends early where what it has staged weighs much, or the server stops. */
  boolean mayGoOn() {
    return !stopping && !commits.areFull();
  }

  private void commit() {
    try {
      commits.commit();
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
    boolean changed = commits.areAwaited();
    if (changed && commits.mayBeShared() && System.nanoTime() - batchNanos < MOST_HELD_NANOS) {
      return; // where each command waits for the disk, short scripts share a sync
    }
    commit();
    for (Work work : batch) {
      if (changed || work != current) {
        work.sendReplies();
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
    boolean nothingIsAwaited = waiters.stop();
    boolean nothingIsRead = readers.stop() && nothingIsAwaited;
    LockSupport.unpark(thread);
    if (Thread.currentThread() == thread) {
      return nothingIsRead;
    }
    try {
      thread.join(JOIN_TIMEOUT_MS);
      if (thread.isAlive()) {
        LOG.warn("The executor is still busy after {} ms", JOIN_TIMEOUT_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return nothingIsRead && !thread.isAlive();
  }
}
