package dev.fnstore.data;

import dev.fnstore.keyspace.DamagedRowException;
import dev.fnstore.keyspace.Keyspace;
import dev.fnstore.keyspace.RowReader;
import dev.fnstore.keyspace.RowTable;
import dev.fnstore.log.DamagedFileException;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.FolderSync;
import dev.fnstore.log.Manifest;
import dev.fnstore.log.NativeLibrary;
import dev.fnstore.log.OpenResources;
import dev.fnstore.log.RocksThreads;
import dev.fnstore.log.WriteAheadLogs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.VectorMemTableConfig;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows in RocksDB, a column family for each {@link RowTable}. The default family has one row: its
 * key is {@code format}, its value the version of the layout of all families.
 *
 * <pre>
 *   keys/       the database
 *   keys.new/   one that was being made when its process died; thrown away
 * </pre>
 *
 * <p>Nothing is read while the server runs: what is written is kept unsorted until it goes to a
 * table file.
 */
final class RowStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RowStore.class);
  private static final byte[] FORMAT_KEY = "format".getBytes(StandardCharsets.US_ASCII);
  private static final String FORMAT = "1";

  /**
   * Of a key that is written again and again only the last row goes from here to a table file, so
   * the more it holds the less is written: with 100,000 keys and 128 MB a third of the work of 32.
   */
  private static final long WRITE_BUFFER_BYTES =
      Math.max(16L << 20, Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 32));

  /**
   * What is written is sorted before it goes to a table file: part by part, each small enough to
   * stay in the processor's cache meanwhile, and merged. RocksDB's threads take 870 ns for a row
   * so, with all that they do, and 1,240 where all is sorted at once.
   */
  private static final int WRITE_BUFFER_PARTS = 16;

  private static final long MAX_WAL_BYTES = 3 * WRITE_BUFFER_BYTES;

  /**
   * With so many table files that are not merged yet writes are slowed down, or stopped: RocksDB's
   * own limits, and room for what a start after a crash makes of the write-ahead log, each part a
   * table file. Nothing is read while the server runs, so that they cost room on disk alone.
   */
  private static final int SLOWDOWN_TABLES = 20 + 3 * WRITE_BUFFER_PARTS;

  private static final int STOP_TABLES = 36 + 3 * WRITE_BUFFER_PARTS;

  private static final long READ_AHEAD_BYTES = 4 << 20;

  static {
    NativeLibrary.load();
  }

  private final Path path;
  private final RocksDB rocks;
  private final Map<RowTable, ColumnFamilyHandle> handles;
  private final OpenResources resources;
  private final WriteOptions unsynced;
  private final WriteOptions synced;
  private boolean closed;

  private RowStore(
      Path path,
      RocksDB rocks,
      Map<RowTable, ColumnFamilyHandle> handles,
      OpenResources resources) {
    this.path = path;
    this.rocks = rocks;
    this.handles = handles;
    this.resources = resources;
    this.unsynced = new WriteOptions();
    resources.add(unsynced);
    this.synced = new WriteOptions().setSync(true);
    resources.add(synced);
  }

  /**
   * Opens the rows of a data folder, which this process has; creates them where there are none.
   *
   * @throws DataException if they are damaged, of an unknown format, or cannot be read or created
   */
  static RowStore open(Path dataFolder) {
    Path path = dataFolder.resolve("keys");
    try {
      if (!Files.isDirectory(path)) {
        create(dataFolder.resolve("keys.new"), path);
      }
      Manifest.check(path);
      WriteAheadLogs.endBeforeLoss(path);
      RowStore store = open(path, false);
      try {
        store.checkFormat();
      } catch (RocksDBException | DataException e) {
        store.close();
        throw e;
      }
      return store;
    } catch (RocksDBException e) {
      throw new DataException(
          "the keys in " + path + " cannot be opened: " + e.getMessage() + ". " + ADVICE, e);
    } catch (DamagedFileException e) {
      throw new DataException(
          "the keys in " + path + " are damaged: " + e.what() + ". " + ADVICE, e);
    } catch (IOException e) {
      throw new DataException("the keys in " + path + " cannot be opened: " + e + ". " + ADVICE, e);
    }
  }

  private static final String ADVICE =
      "Functions are not touched by that. Mend the disk, move this folder away to start without"
          + " keys, or start with --data memory.";

  private static void create(Path draft, Path path) throws IOException, RocksDBException {
    DataFolder.delete(draft);
    try (RowStore fresh = open(draft, true)) {
      fresh.format(FORMAT);
    }
    Files.move(draft, path);
    FolderSync.sync(path.getParent());
  }

  private static RowStore open(Path path, boolean isNew) throws RocksDBException {
    OpenResources resources = new OpenResources("the keys");
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      DBOptions options =
          new DBOptions()
              .setCreateIfMissing(isNew)
              .setCreateMissingColumnFamilies(isNew)
              .setErrorIfExists(isNew)
              // Several writes may be under way to the disk when the power goes: what comes behind
              // the first that is not whole goes too, so that what is left is how it was once.
              .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
              .setMaxTotalWalSize(MAX_WAL_BYTES)
              .setDbWriteBufferSize(2 * WRITE_BUFFER_BYTES)
              .setAllowFAllocate(false) // a keyspace that nobody uses shall take no room
              .setAllowConcurrentMemtableWrite(false)
              .setMaxBackgroundJobs(RocksThreads.JOBS)
              .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
              .setKeepLogFileNum(2);
      resources.add(options);
      VectorMemTableConfig unsorted = new VectorMemTableConfig();
      ColumnFamilyOptions family =
          new ColumnFamilyOptions()
              .setMemTableConfig(unsorted)
              .setWriteBufferSize(WRITE_BUFFER_BYTES / WRITE_BUFFER_PARTS)
              .setMinWriteBufferNumberToMerge(WRITE_BUFFER_PARTS)
              .setMaxWriteBufferNumber(2 * WRITE_BUFFER_PARTS)
              .setLevel0SlowdownWritesTrigger(SLOWDOWN_TABLES)
              .setLevel0StopWritesTrigger(STOP_TABLES)
              .setCompressionType(CompressionType.LZ4_COMPRESSION);
      resources.add(family);
      List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
      descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, family));
      for (RowTable table : RowTable.values()) {
        descriptors.add(new ColumnFamilyDescriptor(name(table), family));
      }
      RocksDB rocks = RocksDB.open(options, path.toString(), descriptors, handles);
      resources.add(rocks);
      handles.forEach(resources::add);
      Map<RowTable, ColumnFamilyHandle> byTable = new EnumMap<>(RowTable.class);
      for (RowTable table : RowTable.values()) {
        byTable.put(table, handles.get(byTable.size() + 1)); // the first is the default family
      }
      return new RowStore(path, rocks, byTable, resources);
    } catch (RocksDBException e) {
      resources.close();
      throw e;
    }
  }

  private static byte[] name(RowTable table) {
    return table.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }

  /** Says which layout the rows have. */
  void format(String format) throws RocksDBException {
    rocks.put(synced, FORMAT_KEY, format.getBytes(StandardCharsets.US_ASCII));
  }

  private void checkFormat() throws RocksDBException {
    byte[] format = rocks.get(FORMAT_KEY);
    String found = format == null ? "none" : new String(format, StandardCharsets.US_ASCII);
    if (!found.equals(FORMAT)) {
      throw new DataException(
          "the keys in "
              + path
              + " are of format "
              + found
              + ", and this version reads "
              + FORMAT
              + ". Start the version that wrote them, or move this folder away to start without"
              + " keys: functions are not touched by that.");
    }
  }

  /** A batch: what it holds is for any store that is opened from this folder. */
  RowBatch batch() {
    return new RowBatch(handles);
  }

  /** Makes all changes of a batch; {@link #sync} has them on disk. */
  void write(RowBatch batch) throws RocksDBException {
    rocks.write(unsynced, batch.take());
  }

  /** Returns once all that was written is on disk. */
  void sync() throws RocksDBException {
    rocks.syncWal();
  }

  /** Bytes of all files. */
  long bytesOnDisk() {
    try (Stream<Path> files = Files.list(path)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * Fills an empty keyspace.
   *
   * @return how many rows it was
   * @throws DataException if rows are damaged
   */
  long load(Keyspace keyspace) {
    RowReader reader = new RowReader(keyspace);
    long rows = 0;
    try {
      for (RowTable table : RowTable.values()) {
        rows += load(table, reader);
      }
      reader.end();
      return rows;
    } catch (RocksDBException | DamagedRowException e) {
      throw new DataException(
          "the keys in " + path + " cannot be read: " + e.getMessage() + ". " + ADVICE, e);
    }
  }

  private long load(RowTable table, RowReader reader) throws RocksDBException {
    long rows = 0;
    try (ReadOptions options =
            new ReadOptions().setFillCache(false).setReadaheadSize(READ_AHEAD_BYTES);
        RocksIterator all =
            rocks.newIterator(Objects.requireNonNull(handles.get(table)), options)) {
      for (all.seekToFirst(); all.isValid(); all.next()) {
        byte[] key = all.key();
        try {
          reader.read(table, key, all.value());
        } catch (DamagedRowException e) {
          throw new DataException(
              "the keys in "
                  + path
                  + " cannot be read: in "
                  + table
                  + ", row "
                  + Arrays.toString(key)
                  + ": "
                  + e.getMessage()
                  + ". "
                  + ADVICE,
              e);
        }
        rows++;
      }
      all.status();
    }
    return rows;
  }

  /** Has the next start read table files, which are sorted, and no write-ahead log. */
  private void flush() {
    try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
      rocks.flush(options, List.copyOf(handles.values()));
    } catch (RocksDBException e) {
      LOG.debug("The next start reads the write-ahead log of the keys: {}", e.getMessage());
    }
  }

  /** May be called again: RocksDB itself ends the process where it is used once it is closed. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      flush();
    }
    resources.close();
  }
}
