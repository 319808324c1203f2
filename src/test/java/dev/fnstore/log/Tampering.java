package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Damage that no checksum of RocksDB tells. */
public final class Tampering {
  private Tampering() {}

  /** Alters one byte of an event. */
  public static void alterEvent(Path folder, long revision) {
    change(
        folder,
        (database, batch) -> {
          byte[] key = Keys.revision(new Revision(revision));
          byte[] value = database.get(Family.EVENTS, key);
          if (value == null) {
            throw new IllegalArgumentException("no event " + revision);
          }
          value[value.length / 2] ^= 1;
          database.put(batch, Family.EVENTS, key, value);
        });
  }

  /** Takes a source away. */
  public static void removeSource(Path folder, Digest digest) {
    change(
        folder, (database, batch) -> database.delete(batch, Family.CODE, digest.value().shared()));
  }

  /** Takes a snapshot away. */
  public static void removeSnapshot(Path folder, long revision) {
    change(
        folder,
        (database, batch) ->
            database.delete(batch, Family.SNAPSHOTS, Keys.revision(new Revision(revision))));
  }

  /** Has a log say that it is of another format; no server opens it then if that is not known. */
  public static void setFormat(Path path, String format) {
    try (DataFolder folder = DataFolder.open(path);
        Database database = Database.open(folder.logPath(), Database.Mode.WRITE);
        WriteBatch batch = new WriteBatch()) {
      database.put(
          batch,
          Family.META,
          "format".getBytes(StandardCharsets.US_ASCII),
          format.getBytes(StandardCharsets.US_ASCII));
      database.write(batch);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes it a log of format 2, which does not list the names of libraries. */
  public static void makeFormat2(Path path) {
    change(
        path,
        (database, batch) -> {
          for (Bytes name : new EventReader(database).libraryNames(name -> true)) {
            database.delete(batch, Family.NAMES, name.shared());
          }
        });
    setFormat(path, "2");
  }

  private interface Change {
    void in(Database database, WriteBatch batch) throws RocksDBException;
  }

  private static void change(Path path, Change change) {
    try (DataFolder folder = DataFolder.open(path);
        LogStore log = LogStore.open(folder);
        WriteBatch batch = new WriteBatch()) {
      change.in(log.database(), batch);
      log.database().write(batch);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }
}
