package dev.fnstore.data;

import dev.fnstore.keyspace.Keyspace;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys on disk. What changed is handed to a {@link RowWriterThread}: with {@link DataFsync#ALWAYS}
 * at the end of every batch of commands, which then waits for it; else once some rows have changed,
 * or a tenth of a second has passed, so that a key that changes often is written once for all.
 */
public final class KeysOnDisk implements KeyStore {
  private static final Logger LOG = LoggerFactory.getLogger(KeysOnDisk.class);
  private static final int MANY_ROWS = 512;
  private static final long PERIOD_NANOS = 100_000_000;

  private final Keyspace keyspace;
  private final RowWriterThread writer;
  private final Supplier<DataFsync> fsync;
  private long committedNanos = System.nanoTime();
  private boolean saveWanted;
  private volatile boolean abandoned;

  /** Why changes are lost that were to be handed over; from then on nothing is. */
  private @Nullable Throwable lost;

  private KeysOnDisk(Keyspace keyspace, RowWriterThread writer, Supplier<DataFsync> fsync) {
    this.keyspace = keyspace;
    this.writer = writer;
    this.fsync = fsync;
  }

  /**
   * Fills an empty keyspace with the keys of a data folder, which this process has.
   *
   * @param fsync asked again and again
   * @param floorBytes what is to stay free of the disk; asked again and again
   * @throws DataException if they cannot be read
   */
  public static KeysOnDisk open(
      Path dataFolder, Keyspace keyspace, Supplier<DataFsync> fsync, LongSupplier floorBytes) {
    RowStore rows = RowStore.open(dataFolder);
    try {
      keyspace.keepRows();
      long start = System.nanoTime();
      long count = rows.load(keyspace);
      if (count > 0) {
        LOG.info(
            "Keys are loaded: {} rows in {} ms", count, (System.nanoTime() - start) / 1_000_000);
      }
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
    RowWriterThread writer = new RowWriterThread(rows, dataFolder, fsync, floorBytes);
    writer.start();
    return new KeysOnDisk(keyspace, writer, fsync);
  }

  @Override
  public boolean isAwaited() {
    return fsync.get() == DataFsync.ALWAYS && keyspace.isUnwritten();
  }

  @Override
  public void commit() {
    refuseIfLost();
    if (isAwaited()) {
      save();
    } else if (saveWanted || isDue()) {
      handOver();
      if (saveWanted) {
        saveWanted = false;
        writer.syncSoon();
      }
      if (writer.isFull()) {
        writer.awaitRoom();
      }
    }
  }

  @Override
  public void commitWithoutWaiting() {
    if (isDue() && !isAwaited() && !writer.isFull()) {
      try {
        handOver();
      } catch (RuntimeException | Error e) {
        LOG.error("Changed keys are lost: the next commit fails", e); // here nobody can end it
      }
    }
  }

  @Override
  public void saveSoon() {
    saveWanted = true;
  }

  private boolean isDue() {
    return keyspace.isUnwritten()
        && (keyspace.unwrittenRows() >= MANY_ROWS
            || System.nanoTime() - committedNanos >= PERIOD_NANOS);
  }

  private void handOver() {
    if (abandoned || lost != null) {
      return;
    }
    committedNanos = System.nanoTime();
    try {
      writer.write(keyspace::writeChanges);
    } catch (RuntimeException | Error e) {
      // The keyspace takes them for written, so what comes later must not go to disk without them.
      lost = e;
      throw e;
    }
  }

  private void refuseIfLost() {
    Throwable present = lost;
    if (present != null) {
      throw new DataException("changed keys were lost on their way to the disk", present);
    }
  }

  @Override
  public void save() {
    refuseIfLost();
    if (abandoned) {
      throw new DataException("the server ends, and has cut off a function that had changed keys");
    }
    handOver();
    writer.sync();
  }

  @Override
  public void abandon() {
    abandoned = true;
  }

  @Override
  public @Nullable String failure() {
    return writer.failure();
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  @Override
  public long bytesOnDisk() {
    return writer.bytesOnDisk();
  }

  @Override
  public void close() {
    handOver();
    writer.close();
  }
}
