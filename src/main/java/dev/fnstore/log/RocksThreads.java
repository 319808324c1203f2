package dev.fnstore.log;

import org.rocksdb.Env;
import org.rocksdb.Priority;
import org.slf4j.LoggerFactory;

/**
 * The threads in which RocksDB writes table files and merges them, for all databases of a process.
 * They are to give way to commands, and have the priority of the thread that starts them; {@code
 * bin/fnstore} makes it count. Who changes keys waits for them where very much waits to be written,
 * and then leaves the processor to them.
 */
public final class RocksThreads {
  /** What every database is to ask for: if one asks for more, RocksDB starts them as it comes. */
  public static final int JOBS = 2;

  private RocksThreads() {}

  /** Starts them; the library is loaded. */
  @SuppressWarnings("ThreadPriorityCheck") // what it does is short
  static void start() {
    try {
      Thread starter = new Thread(RocksThreads::startAll, "fnstore-load-rocks");
      starter.setPriority(Thread.MIN_PRIORITY);
      starter.start();
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (OutOfMemoryError e) {
      failed(e);
    }
  }

  private static void startAll() {
    try {
      Env.getDefault().setBackgroundThreads(JOBS / 2, Priority.HIGH);
      Env.getDefault().setBackgroundThreads(JOBS / 2, Priority.LOW);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      failed(e);
    }
  }

  /** RocksDB starts them itself where a database is opened. */
  private static void failed(Throwable e) {
    LoggerFactory.getLogger(RocksThreads.class)
        .warn("RocksDB's threads have the priority of all others: {}", e.toString());
  }
}
