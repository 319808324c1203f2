package dev.fnstore.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that read history, so that nobody else waits for it. */
final class HistoryReaders {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryReaders.class);
  private static final int THREADS = 2;
  private static final long CLOSE_TIMEOUT_SECONDS = 10;

  /** Replies may nest as deep as those of commands. */
  private static final long STACK_BYTES = 16L << 20;

  private final AtomicInteger started = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, this::thread);

  /** Of the lowest priority, which {@code bin/fnstore} makes count: commands go first. */
  @SuppressWarnings("ThreadPriorityCheck") // nothing waits for a reader that waits for its turn
  private Thread thread(Runnable task) {
    Thread thread =
        new Thread(null, task, "fnstore-reader-" + started.incrementAndGet(), STACK_BYTES);
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  /** Has {@code task} run; dropped where the server ends. */
  void run(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("A read is dropped, since the server ends");
    }
  }

  /**
   * Waits for what is read now; what waits is not begun.
   *
   * @return whether it has ended: if not, what it uses must stay open
   */
  boolean stop() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("History is still being read after {} s", CLOSE_TIMEOUT_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return threads.isTerminated();
  }
}
