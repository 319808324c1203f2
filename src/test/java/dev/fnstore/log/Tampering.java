package dev.fnstore.log;

import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
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
