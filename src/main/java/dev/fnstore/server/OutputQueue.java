package dev.fnstore.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other threads want done on one event loop: one wake-up of the loop serves all that a batch
 * of commands has for its clients.
 */
final class OutputQueue {
  private static final Logger LOG = LoggerFactory.getLogger(OutputQueue.class);

  private final Executor eventLoop;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  OutputQueue(Executor eventLoop) {
    this.eventLoop = eventLoop;
  }

  /** From any thread: runs {@code task} on the event loop, after those that were added before. */
  void add(Runnable task) {
    waiting.add(task);
    if (scheduled.compareAndSet(false, true)) {
      boolean taken = false;
      try {
        eventLoop.execute(this::drain);
        taken = true;
      } finally {
        if (!taken) {
          scheduled.set(false); // or nobody on this event loop is ever sent anything again
        }
      }
    }
  }

  private void drain() {
    scheduled.set(false); // first: what is added from here on schedules again
    Runnable task = waiting.poll();
    while (task != null) {
      run(task);
      task = waiting.poll();
    }
  }

  /** What fails for one client is not the others' loss. */
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("Something could not be sent", e);
    }
  }
}
