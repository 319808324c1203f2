package dev.fnstore.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;

/**
 * What can still be read of a log that cannot be opened, or does not hold. Nothing of it is taken
 * for granted: who reads an event checks it.
 */
public final class DamagedLog implements LogReader, AutoCloseable {
  private final Database database;
  private final EventReader events;
  private final CodeReader code;
  private final SnapshotReader snapshots;
  private final LogOrigin origin;

  private DamagedLog(Database database) throws RocksDBException {
    this.database = database;
    this.events = new EventReader(database);
    this.code = new CodeReader(database);
    this.snapshots = new SnapshotReader(database);
    byte[] storeId = database.get(Family.META, LogStore.STORE_ID_KEY);
    this.origin =
        storeId == null
            ? LogOrigin.fresh()
            : LogOrigin.of(new String(storeId, StandardCharsets.US_ASCII), this);
  }

  /**
   * Opens a copy of the log of {@code folder}, whose files are left as they are.
   *
   * @throws LogException if nothing of it can be read
   */
  public static DamagedLog open(DataFolder folder) {
    Path copy = copy(folder);
    Database database = null;
    try {
      database = Database.open(copy, Database.Mode.SALVAGE);
      return new DamagedLog(database);
    } catch (RocksDBException | LogException e) {
      if (database != null) {
        database.close();
      }
      throw new LogException(
          LogStore.damaged(folder.logPath(), "nothing of it can be read: " + e.getMessage()), e);
    }
  }

  private static Path copy(DataFolder folder) {
    try {
      Path copy = folder.salvagePath();
      Files.createDirectory(copy);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.logPath())) {
        for (Path file : files) {
          if (Files.isRegularFile(file)) {
            Files.copy(file, copy.resolve(file.getFileName()));
          }
        }
      }
      return copy;
    } catch (IOException e) {
      throw new LogException(
          "the event log in "
              + folder.path()
              + " cannot be copied: "
              + e.getMessage()
              + ". Nothing was changed. Make room for a second copy of it, then try again.",
          e);
    }
  }

  /** What it has before its first event. */
  public LogOrigin origin() {
    return origin;
  }

  @Override
  public EventReader events() {
    return events;
  }

  @Override
  public CodeReader code() {
    return code;
  }

  @Override
  public SnapshotReader snapshots() {
    return snapshots;
  }

  @Override
  public void close() {
    database.close();
    try {
      DataFolder.delete(database.path());
    } catch (IOException e) {
      throw new LogException("cannot delete " + database.path() + ": " + e.getMessage(), e);
    }
  }
}
