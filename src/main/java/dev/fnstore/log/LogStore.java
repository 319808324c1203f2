package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.RegisteredLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;

/**
 * An open event log: events, sources and snapshots of one data folder. Owns {@code meta}:
 *
 * <pre>
 *   meta   "format"   → "4": the version of the layout of all families
 *          "store-id" → a random UUID, given when the log is created
 * </pre>
 */
public final class LogStore implements LogReader, AutoCloseable {
  private static final String FORMAT = "4";

  /** Their records are read as they are; new ones in them would not be read by what wrote them. */
  private static final List<String> FORMATS_BEFORE = List.of("1", "2", "3");

  private static final byte[] NOTHING = {};
  private static final byte[] FORMAT_KEY = "format".getBytes(StandardCharsets.US_ASCII);
  static final byte[] STORE_ID_KEY = "store-id".getBytes(StandardCharsets.US_ASCII);

  private final Database database;
  private final CodeStore code;
  private final EventLog events;
  private final SnapshotStore snapshots;
  private final LogCompaction compaction;
  private final String storeId;

  private LogStore(Database database, String storeId) {
    this.database = database;
    this.storeId = storeId;
    this.code = new CodeStore(database);
    this.events = new EventLog(database, code);
    this.snapshots = new SnapshotStore(database);
    this.compaction = new LogCompaction(database, code);
  }

  /**
   * Opens the log of {@code folder}, or creates it where there is none.
   *
   * @throws LogException if it is damaged, of an unknown format, or cannot be read or created
   */
  public static LogStore open(DataFolder folder) {
    if (!folder.hasLog()) {
      LogDraft.of(folder, LogOrigin.fresh()).publish();
    }
    return openExisting(folder.logPath());
  }

  /**
   * A new log at {@code path}, which nobody opens before it is whole.
   *
   * @param origin what it begins with
   */
  static LogStore create(Path path, LogOrigin origin) throws RocksDBException {
    Database database = Database.open(path, Database.Mode.CREATE);
    try (WriteBatch batch = new WriteBatch()) {
      database.put(batch, Family.META, FORMAT_KEY, ascii(FORMAT));
      database.put(batch, Family.META, STORE_ID_KEY, ascii(origin.storeId()));
      StoredSnapshot image = origin.image();
      if (image != null) {
        byte[] base = Keys.revision(origin.base().revision());
        database.put(batch, Family.META, BaseCodec.KEY, BaseCodec.encode(origin.base()));
        database.put(batch, Family.SNAPSHOTS, base, image.stored().shared());
        putNames(database, batch, image.snapshot());
      }
      database.write(batch);
      return new LogStore(database, origin.storeId());
    } catch (RocksDBException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  static LogException cannotCreate(DataFolder folder, Exception cause) {
    return new LogException(
        "cannot create the event log in "
            + folder.path()
            + ": "
            + cause.getMessage()
            + ". Make room or choose another folder with --data-dir.",
        cause);
  }

  private static LogStore openExisting(Path path) {
    FolderCheck.check(path);
    Database database;
    try {
      try (Database unchanged = Database.open(path, Database.Mode.READ)) {
        StrayTables.check(unchanged);
      }
      database = Database.open(path, Database.Mode.WRITE);
    } catch (IOException e) {
      throw new LogException(cannotBeUsed(path, e), e);
    } catch (RocksDBException e) {
      throw new LogException(
          isFaultOfDisk(e)
              ? cannotBeUsed(path, e)
              : damaged(path, "it cannot be opened: " + e.getMessage()),
          e);
    }
    try {
      checkFormat(database);
      byte[] storeId = database.get(Family.META, STORE_ID_KEY);
      if (storeId == null) {
        throw new LogException(damaged(path, "it has no store id"));
      }
      return new LogStore(database, new String(storeId, StandardCharsets.US_ASCII));
    } catch (RocksDBException e) {
      database.close();
      throw new LogException(damaged(path, "its format cannot be read: " + e.getMessage()), e);
    } catch (LogException e) {
      database.close();
      throw e;
    }
  }

  private static void checkFormat(Database database) throws RocksDBException {
    String found = format(database);
    if (FORMATS_BEFORE.contains(found)) {
      upgrade(database);
    } else {
      checkIsKnown(database, found);
    }
  }

  /** The format that a log says it has. */
  static String format(Database database) throws RocksDBException {
    byte[] format = database.get(Family.META, FORMAT_KEY);
    return format == null ? "none" : new String(format, StandardCharsets.US_ASCII);
  }

  /**
   * That a format is one that we read.
   *
   * @throws LogException if it is not
   */
  static void checkIsKnown(Database database, String found) {
    if (!FORMATS_BEFORE.contains(found) && !found.equals(FORMAT)) {
      throw new LogException(
          "the event log in "
              + database.path()
              + " has format "
              + found
              + ", this version of fnstore reads formats "
              + String.join(", ", FORMATS_BEFORE)
              + " and "
              + FORMAT
              + ". Open it with the version that wrote it.");
    }
  }

  /** What has been written stays as it is; what formats before 3 do not list is listed. */
  private static void upgrade(Database database) throws RocksDBException {
    try (WriteBatch batch = new WriteBatch()) {
      for (Bytes name : IndexCursor.words(database, Index.LIBRARY)) {
        database.put(batch, Family.NAMES, name.shared(), NOTHING);
      }
      Head base = new EventReader(database).base();
      if (!base.equals(Head.EMPTY)) {
        putNames(database, batch, new SnapshotReader(database).read(base.revision()));
      }
      database.put(batch, Family.META, FORMAT_KEY, ascii(FORMAT));
      database.write(batch);
    }
  }

  /** Of libraries that are in the image of the base no event may tell the name. */
  private static void putNames(Database database, WriteBatch batch, Snapshot image)
      throws RocksDBException {
    for (RegisteredLibrary registered : image.libraries()) {
      database.put(batch, Family.NAMES, registered.library().name().shared(), NOTHING);
    }
  }

  /**
   * An error of reading or writing, which says nothing about what was written; a lost file does.
   */
  private static boolean isFaultOfDisk(RocksDBException e) {
    Status status = e.getStatus();
    return status != null
        && status.getCode() == Status.Code.IOError
        && !String.valueOf(e.getMessage()).contains("No such file");
  }

  /** What a person is told when the disk fails. */
  static String cannotBeUsed(Path path, Exception e) {
    return "the event log in "
        + path
        + " cannot be opened: "
        + e.getMessage()
        + ". Make room or repair the disk, then start again.";
  }

  /** What a person is told when the log holds something that it should not. */
  static String damaged(Path path, String what) {
    return "the event log in "
        + path
        + " is damaged: "
        + what
        + ". Nothing was changed. Keep a copy of the folder and bring it back from a backup.";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public EventLog events() {
    return events;
  }

  @Override
  public CodeStore code() {
    return code;
  }

  @Override
  public SnapshotStore snapshots() {
    return snapshots;
  }

  /** What moves its beginning. */
  public LogCompaction compaction() {
    return compaction;
  }

  /** The log as it is at this moment; the caller closes it. */
  public LogView view() {
    return new LogView(database.view());
  }

  Database database() {
    return database;
  }

  /** What it has before its first event. */
  public LogOrigin origin() {
    return LogOrigin.of(storeId, this);
  }

  /** Given when the log was created; the same for its whole life, and in its copies. */
  public String storeId() {
    return storeId;
  }

  /** What its files take, in bytes. */
  public long bytesOnDisk() {
    long sum = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(database.path())) {
      for (Path file : files) {
        sum += bytes(file);
      }
      return sum;
    } catch (IOException | DirectoryIteratorException e) {
      throw new LogException("cannot list " + database.path() + ": " + e.getMessage(), e);
    }
  }

  /** A file may go between being listed and being looked at. */
  private static long bytes(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** Moves all that is in memory to table files; for tests and for a clean end. */
  public void flush() {
    try {
      database.flush();
    } catch (RocksDBException e) {
      throw new LogException("cannot flush the event log: " + e.getMessage(), e);
    }
  }

  /**
   * Reads every table file and checks all of its checksums, also those of indexes that no replay
   * reads.
   *
   * @throws LogException naming the file that is damaged
   */
  public void checkFiles() {
    try {
      database.verifyChecksums();
    } catch (RocksDBException e) {
      throw new LogException(
          damaged(database.path(), "a file is not what was written: " + e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
