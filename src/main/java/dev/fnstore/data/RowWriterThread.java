package dev.fnstore.data;

import dev.fnstore.keyspace.RowSink;
import dev.fnstore.log.LogException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches of rows, in the order in which they come, on a thread of its own. One that cannot
 * be written is tried again, once a second and with all that come behind it, since nothing of it is
 * lost before the process ends; who waits for it is told.
 */
final class RowWriterThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RowWriterThread.class);
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** More waits in its giver's hands, which slows down who changes keys. */
  private static final long MOST_WAITING_BYTES = 64L << 20;

  private final Path folder;
  private final Supplier<DataFsync> fsync;
  private final DiskRoom room;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<RowBatch> waiting = new ArrayDeque<>();
  private final Thread thread = new Thread(this::run, "fnstore-keys");
  private RowStore store;

  /** Held while the store must be open, or is opened again. */
  private final ReentrantLock opening = new ReentrantLock();

  private boolean isOpen = true;

  private long waitingBytes;
  private long given;
  private long written;
  private boolean unsynced;
  private boolean syncWanted;
  private long syncedNanos = System.nanoTime();
  private boolean closing;
  private volatile @Nullable String failure;

  /**
   * Has not started.
   *
   * @param folder the data folder, from which the store is opened again after a failed write
   * @param fsync asked for each write
   * @param floorBytes what is to stay free of the disk
   */
  RowWriterThread(RowStore store, Path folder, Supplier<DataFsync> fsync, LongSupplier floorBytes) {
    this.room = new DiskRoom(folder, floorBytes);
    this.store = store;
    this.folder = folder;
    this.fsync = fsync;
  }

  void start() {
    thread.start();
  }

  /** Why nothing can be written at present; null if it can. */
  @Nullable String failure() {
    String present = failure;
    return present == null ? room.lack() : present;
  }

  /** Whether so much waits that who changes keys should too. */
  boolean isFull() {
    lock.lock();
    try {
      return waitingBytes >= MOST_WAITING_BYTES;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has what {@code changes} are told written after all that was given before. While the store
   * cannot be opened they are not asked.
   */
  void write(Consumer<RowSink> changes) {
    RowBatch batch;
    opening.lock();
    try {
      if (!isOpen) {
        return;
      }
      batch = store.batch();
      changes.accept(batch);
      if (!batch.isEmpty()) {
        var unused = batch.take(); // what waits is not to wait in the heap
      }
    } catch (RocksDBException e) {
      throw new DataException("changed keys cannot be held: " + e.getMessage(), e);
    } finally {
      opening.unlock();
    }
    if (!batch.isEmpty()) {
      add(batch);
    }
  }

  private void add(RowBatch batch) {
    lock.lock();
    try {
      waiting.add(batch);
      waitingBytes += batch.length();
      given++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until less waits to be written, or nothing can be. */
  void awaitRoom() {
    var unused = await(() -> waitingBytes < MOST_WAITING_BYTES);
  }

  /**
   * Waits until all that was given is on disk.
   *
   * @throws DataException if it cannot be written, or is not waited for
   */
  void sync() {
    syncSoon();
    boolean isOnDisk = await(() -> written == given && !unsynced && !syncWanted);
    String reason = failure;
    if (reason != null) {
      throw new DataException(reason);
    } else if (!isOnDisk) {
      throw new DataException("it is not known whether the keys are on disk: the server ends");
    }
  }

  /** Has all that was given put on disk; does not wait for it. */
  void syncSoon() {
    lock.lock();
    try {
      syncWanted = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private interface State {
    boolean isReached();
  }

  /** Whether it is reached; it is not if nothing can be written, or this thread is interrupted. */
  private boolean await(State state) {
    lock.lock();
    try {
      while (!state.isReached() && failure == null && thread.isAlive()) {
        changed.awaitNanos(SECOND_NANOS);
      }
      return state.isReached();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (step()) {
        // all there is to do is done in a step
      }
    } catch (RuntimeException | Error e) {
      failure = "the thread that writes keys has ended: " + e;
      LOG.error("Keys are written no more", e);
    }
  }

  /** Writes one batch, or syncs; false at the end. */
  private boolean step() {
    @Nullable RowBatch next = next();
    if (next == null && isClosed()) {
      return false;
    }
    try {
      if (next != null) {
        long bytes = next.length();
        store.write(next);
        written(next, bytes);
        room.wrote(bytes);
      } else {
        room.wrote(0);
      }
      syncIfDue();
      recovered();
    } catch (RocksDBException e) {
      failed(e);
      if (isClosing()) {
        return false;
      }
      reopen();
    }
    return true;
  }

  /** The batch to write next; waits for one, but not past the time of the next sync. */
  private @Nullable RowBatch next() {
    lock.lock();
    try {
      long left = unsynced ? syncedNanos + SECOND_NANOS - System.nanoTime() : SECOND_NANOS;
      while (left > 0 && waiting.isEmpty() && !closing && !syncWanted) {
        left = changed.awaitNanos(left);
      }
      return waiting.peek();
    } catch (InterruptedException e) {
      closing = true;
      return null;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closing && waiting.isEmpty() && !unsynced && !syncWanted;
    } finally {
      lock.unlock();
    }
  }

  private void written(RowBatch batch, long bytes) {
    lock.lock();
    try {
      waiting.remove();
      batch.close();
      waitingBytes -= bytes;
      written++;
      unsynced = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void syncIfDue() throws RocksDBException {
    lock.lock();
    try {
      boolean wanted = waiting.isEmpty() && (syncWanted || closing);
      boolean due =
          unsynced
              && fsync.get() != DataFsync.NO
              && System.nanoTime() - syncedNanos >= SECOND_NANOS;
      if (!wanted && !due) {
        return;
      }
    } finally {
      lock.unlock();
    }
    store.sync();
    lock.lock();
    try {
      syncedNanos = System.nanoTime();
      unsynced = false;
      if (waiting.isEmpty()) {
        syncWanted = false;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void recovered() {
    if (failure != null) {
      LOG.info("Keys are written again");
      failure = null;
    }
  }

  private void failed(RocksDBException e) {
    String reason = String.valueOf(e.getMessage());
    if (failure == null) {
      LOG.error("Keys cannot be written; commands that change them are refused until they can", e);
    }
    lock.lock();
    try {
      failure = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** RocksDB takes no more writes after one that failed until it is opened again. */
  private void reopen() {
    while (!isClosing()) {
      try {
        Thread.sleep(TimeUnit.NANOSECONDS.toMillis(SECOND_NANOS));
        opening.lock();
        try {
          isOpen = false;
          store.close();
          store = RowStore.open(folder);
          isOpen = true;
        } finally {
          opening.unlock();
        }
        return;
      } catch (DataException | LogException e) {
        LOG.debug("Not yet: {}", e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Bytes of all files. */
  long bytesOnDisk() {
    return store.bytesOnDisk();
  }

  /** Writes and syncs what was given, if it can be, and closes the store. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    store.close();
  }
}
