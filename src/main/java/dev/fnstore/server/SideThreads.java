package dev.fnstore.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads for what commands wait for, such as reads of history, so that nobody else does. */
final class SideThreads {
  private static final Logger LOG = LoggerFactory.getLogger(SideThreads.class);
  private static final long CLOSE_TIMEOUT_SECONDS = 10;

  /** Replies may nest as deep as those of commands. */
  private static final long STACK_BYTES = 16L << 20;

  private final AtomicInteger started = new AtomicInteger();
  private final String name;
  private final ExecutorService threads;

  /**
   * Threads that are started as they are needed.
   *
   * @param name of them, to which a number is added
   * @param most of them that run at a time
   */
  SideThreads(String name, int most) {
    this.name = name;
    this.threads = Executors.newFixedThreadPool(most, this::thread);
  }

  /** Of the lowest priority, which {@code bin/fnstore} makes count: commands go first. */
  @SuppressWarnings("ThreadPriorityCheck") // nothing waits for one that waits for its turn
  private Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, name + "-" + started.incrementAndGet(), STACK_BYTES);
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  /** Has {@code task} run; dropped where the server ends. */
  void run(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("A command is dropped, since the server ends");
    }
  }

  /**
   * Waits for what runs now; what waits is not begun.
   *
   * @return whether it has ended: if not, what it uses must stay open
   */
  boolean stop() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("{} is still busy after {} s", name, CLOSE_TIMEOUT_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return threads.isTerminated();
  }
}
