package dev.fnstore.log;

import dev.fnstore.model.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDBException;

/**
 * What can still be read of a log that cannot be opened, or does not hold. Nothing of it is taken
 * for granted: who reads an event checks it.
 */
public final class DamagedLog extends LogReads implements AutoCloseable {
  private final Database database;
  private final LogOrigin origin;

  private DamagedLog(Database database) throws RocksDBException {
    super(database);
    this.database = database;
    byte[] storeId = database.get(Family.META, LogStore.STORE_ID_KEY);
    if (storeId != null) {
      LogStore.checkIsKnown(database, LogStore.format(database));
      this.origin = LogOrigin.of(new String(storeId, StandardCharsets.US_ASCII), this);
    } else {
      checkBeginsAtTheBeginning();
      this.origin = LogOrigin.fresh();
    }
  }

  /** What a log without its {@code meta} was compacted to is not known. */
  private void checkBeginsAtTheBeginning() {
    List<StoredEvent> first = events().storedAfter(Revision.ZERO, 1);
    if (!first.isEmpty() && !first.get(0).follows(Head.EMPTY)) {
      throw new LogException("it is not known where it begins");
    }
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
      discard(folder);
      throw new LogException(
          "nothing can be read of the event log in "
              + folder.path()
              + ": "
              + e.getMessage()
              + ". Nothing was changed. Bring it back from a backup: fnstore restore-backup",
          e);
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
      discard(folder);
      throw new LogException(
          "the event log in "
              + folder.path()
              + " cannot be copied: "
              + e.getMessage()
              + ". Nothing was changed. Make room for a second copy of it, then try again.",
          e);
    }
  }

  private static void discard(DataFolder folder) {
    try {
      var unused = folder.salvagePath(); // which is emptied
    } catch (IOException e) {
      // The next repair tries again; why this one failed is what a person has to be told.
    }
  }

  /** What it has before its first event. */
  public LogOrigin origin() {
    return origin;
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
