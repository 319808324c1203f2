package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/**
 * Looks into table files that the MANIFEST does not list, which RocksDB deletes when it opens.
 *
 * <p>After a crash while a table is written there is one, and all that it holds is in the
 * write-ahead log or in other tables as well. Where a MANIFEST has lost its end there is one too,
 * and it holds the only copy: measured, a MANIFEST cut in the middle of a record opened as an empty
 * log, and all tables were deleted.
 */
final class StrayTables {
  private final Database database;
  private @Nullable Set<Digest> named;

  private StrayTables(Database database) {
    this.database = database;
  }

  /**
   * Checks the tables of a log that is open for reading only.
   *
   * @throws LogException naming the table that holds what the log does not
   */
  static void check(Database database) throws RocksDBException, IOException {
    new StrayTables(database).run();
  }

  private void run() throws RocksDBException, IOException {
    Set<String> listed = database.tableNames();
    for (Path table : tables()) {
      String name = table.getFileName().toString();
      if (!listed.contains(name) && holdsMore(table)) {
        throw new LogException(
            LogStore.damaged(
                database.path(),
                "its MANIFEST does not list the table "
                    + name
                    + ", which holds what is nowhere"
                    + " else"));
      }
    }
  }

  private List<Path> tables() throws IOException {
    try (Stream<Path> files = Files.list(database.path())) {
      return files.filter(file -> file.getFileName().toString().endsWith(".sst")).sorted().toList();
    }
  }

  private boolean holdsMore(Path table) throws RocksDBException {
    try (Options options = new Options();
        SstFileReader reader = new SstFileReader(options)) {
      Optional<Family> family;
      try {
        reader.open(table.toString());
        family = Family.named(reader.getTableProperties().getColumnFamilyName());
      } catch (RocksDBException e) {
        return false; // a table that a crash left unfinished
      }
      return family.isPresent() && holdsMore(reader, family.get());
    }
  }

  private boolean holdsMore(SstFileReader reader, Family family) throws RocksDBException {
    try (ReadOptions options = new ReadOptions();
        SstFileReaderIterator entries = reader.newIterator(options)) {
      for (entries.seekToFirst(); entries.isValid(); entries.next()) {
        if (database.get(family, entries.key()) == null && !isDropped(family, entries.key())) {
          return true;
        }
      }
      return false;
    }
  }

  /** Whether a compaction has dropped it, or may have: a crash leaves tables that still have it. */
  private boolean isDropped(Family family, byte[] key) throws RocksDBException {
    Revision base = new EventReader(database).base().revision();
    if (base.equals(Revision.ZERO)) {
      return false;
    }
    return switch (family) {
      case EVENTS, SNAPSHOTS -> Keys.revision(key).compareTo(base) <= 0;
      case BY_LIBRARY, BY_USER, BY_KIND -> LogCompaction.isBefore(key, base);
      case CODE -> !named().contains(new Digest(Bytes.wrap(key)));
      case NAMES -> isUnused(Bytes.wrap(key), base);
      case META -> new String(key, StandardCharsets.US_ASCII).equals("dropping");
    };
  }

  /** Whether neither an event nor the image of the base has the name of a library. */
  private boolean isUnused(Bytes name, Revision base) {
    try (WordSeeker events =
        new EventReader(database).seeker(Index.LIBRARY, Direction.OLDEST_FIRST)) {
      return events.seek(name, base.number() + 1).isEmpty()
          && new SnapshotReader(database)
              .read(base).libraries().stream()
                  .noneMatch(registered -> registered.library().name().equals(name));
    }
  }

  private Set<Digest> named() throws RocksDBException {
    Set<Digest> present = named;
    if (present == null) {
      present = SourceUse.of(database, digest -> true);
      named = present;
    }
    return present;
  }
}
