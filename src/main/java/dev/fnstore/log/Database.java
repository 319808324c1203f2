package dev.fnstore.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB, opened to refuse and not to guess: its default recovery mode silently opens a store at
 * the first damaged byte of its WAL and forgets the rest (measured: half of 200 synced events).
 */
final class Database implements Reads, AutoCloseable {
  private static final long BLOCK_CACHE_BYTES = 32L << 20;
  private static final long WRITE_BUFFER_BYTES = 16L << 20;
  private static final long MAX_WAL_BYTES = 64L << 20;
  private static final int BLOOM_BITS_PER_KEY = 10;

  static {
    NativeLibrary.load();
  }

  private final Path path;
  private final RocksDB rocks;
  private final Map<Family, ColumnFamilyHandle> families;
  private final WriteOptions synced;
  private final ReadOptions scan;
  private final OpenResources resources;

  private Database(
      Path path, RocksDB rocks, Map<Family, ColumnFamilyHandle> families, OpenResources resources) {
    this.path = path;
    this.rocks = rocks;
    this.families = families;
    this.resources = resources;
    this.synced = resources.add(new WriteOptions().setSync(true));
    this.scan = resources.add(new ReadOptions().setFillCache(false).setReadaheadSize(1 << 20));
  }

  /** How a database is opened. */
  enum Mode {
    /** It must not be there. */
    CREATE,
    /** It must be there, and can be written. */
    WRITE,
    /** It must be there; no file of it is changed or deleted. */
    READ,
    /**
     * It must be there, and is a copy of one that is damaged: what can be read of it is, up to the
     * first damage in its write-ahead log.
     */
    SALVAGE
  }

  /** Opens the database at {@code path}. */
  static Database open(Path path, Mode mode) throws RocksDBException {
    OpenResources resources = new OpenResources("the event log");
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      DBOptions options = options(mode, resources);
      List<Family> present = mode == Mode.READ ? present(path) : List.of(Family.values());
      List<ColumnFamilyDescriptor> descriptors = descriptors(present, resources);
      RocksDB rocks =
          mode == Mode.READ
              ? RocksDB.openReadOnly(options, path.toString(), descriptors, handles)
              : RocksDB.open(options, path.toString(), descriptors, handles);
      Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
      int next = 1; // the first is `default`, which is unused
      for (Family family : present) {
        families.put(family, handles.get(next++));
      }
      resources.add(rocks);
      handles.forEach(resources::add);
      return new Database(path, rocks, families, resources);
    } catch (RocksDBException e) {
      resources.close();
      throw e;
    }
  }

  /** Logs of earlier formats have fewer families. */
  private static List<Family> present(Path path) throws RocksDBException {
    try (Options options = new Options()) {
      return RocksDB.listColumnFamilies(options, path.toString()).stream()
          .map(Family::named)
          .flatMap(Optional::stream)
          .toList();
    }
  }

  private static DBOptions options(Mode mode, OpenResources resources) {
    boolean create = mode == Mode.CREATE;
    boolean salvage = mode == Mode.SALVAGE;
    DBOptions options = new DBOptions();
    resources.add(options);
    return options
        .setCreateIfMissing(create)
        .setCreateMissingColumnFamilies(mode != Mode.READ)
        .setErrorIfExists(create)
        .setParanoidChecks(!salvage)
        .setWalRecoveryMode(
            salvage
                ? WALRecoveryMode.PointInTimeRecovery
                : WALRecoveryMode.TolerateCorruptedTailRecords)
        .setRecycleLogFileNum(0)
        .setManualWalFlush(false)
        .setMaxTotalWalSize(MAX_WAL_BYTES)
        .setMaxBackgroundJobs(RocksThreads.JOBS)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(2);
  }

  private static List<ColumnFamilyDescriptor> descriptors(
      List<Family> present, OpenResources resources) {
    LRUCache cache = new LRUCache(BLOCK_CACHE_BYTES);
    resources.add(cache);
    BloomFilter bloom = new BloomFilter(BLOOM_BITS_PER_KEY);
    resources.add(bloom);
    ColumnFamilyOptions options =
        new ColumnFamilyOptions()
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(bloom));
    resources.add(options);
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options));
    for (Family family : present) {
      descriptors.add(new ColumnFamilyDescriptor(family.familyName(), options));
    }
    return descriptors;
  }

  @Override
  public byte @Nullable [] get(Family family, byte[] key) throws RocksDBException {
    return rocks.get(handle(family), key);
  }

  @Override
  public List<byte @Nullable []> getAll(Family family, List<byte[]> keys) throws RocksDBException {
    return rocks.multiGetAsList(Collections.nCopies(keys.size(), handle(family)), keys);
  }

  boolean has(Family family, byte[] key) throws RocksDBException {
    return rocks.keyExists(handle(family), key);
  }

  /**
   * Writes all of {@code batch} or nothing, and returns once it is on disk. There is no other way
   * to write: {@link RecordFileCheck} rests on it.
   */
  void write(WriteBatch batch) throws RocksDBException {
    rocks.write(synced, batch);
  }

  void put(WriteBatch batch, Family family, byte[] key, byte[] value) throws RocksDBException {
    batch.put(handle(family), key, value);
  }

  void delete(WriteBatch batch, Family family, byte[] key) throws RocksDBException {
    batch.delete(handle(family), key);
  }

  @Override
  public RocksIterator iterator(Family family) {
    return rocks.newIterator(handle(family), scan);
  }

  @Override
  public RocksIterator seeker(Family family) {
    return rocks.newIterator(handle(family));
  }

  /** The families as they are at this moment. */
  View view() {
    return new View();
  }

  /** See {@link #view}. */
  final class View implements Reads, AutoCloseable {
    private final Snapshot moment = rocks.getSnapshot();
    private final ReadOptions seek = new ReadOptions().setSnapshot(moment);
    private final ReadOptions scanThen = new ReadOptions(scan).setSnapshot(moment);

    @Override
    public byte @Nullable [] get(Family family, byte[] key) throws RocksDBException {
      return rocks.get(handle(family), seek, key);
    }

    @Override
    public List<byte @Nullable []> getAll(Family family, List<byte[]> keys)
        throws RocksDBException {
      return rocks.multiGetAsList(seek, Collections.nCopies(keys.size(), handle(family)), keys);
    }

    @Override
    public RocksIterator iterator(Family family) {
      return rocks.newIterator(handle(family), scanThen);
    }

    @Override
    public RocksIterator seeker(Family family) {
      return rocks.newIterator(handle(family), seek);
    }

    @Override
    public Path path() {
      return path;
    }

    @Override
    public void close() {
      seek.close();
      scanThen.close();
      rocks.releaseSnapshot(moment);
    }
  }

  /** Moves what is in memory to table files. */
  void flush() throws RocksDBException {
    try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
      rocks.flush(options, List.copyOf(families.values()));
    }
  }

  /** The names of all table files that belong to the database. */
  Set<String> tableNames() {
    return rocks.getLiveFilesMetaData().stream()
        .map(table -> table.fileName().substring(table.fileName().lastIndexOf('/') + 1))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Reads all blocks of all table files. */
  void verifyChecksums() throws RocksDBException {
    rocks.verifyChecksum();
  }

  @Override
  public Path path() {
    return path;
  }

  private ColumnFamilyHandle handle(Family family) {
    ColumnFamilyHandle handle = families.get(family);
    if (handle == null) {
      throw new IllegalStateException("no column family " + family);
    }
    return handle;
  }

  @Override
  public void close() {
    resources.close();
  }
}
