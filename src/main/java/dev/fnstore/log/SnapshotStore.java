package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import java.util.Arrays;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Stored images. Owns {@code snapshots}:
 *
 * <pre>
 *   snapshots   revision (8) → snapshot bytes ‖ SHA-256(snapshot bytes) (32)
 * </pre>
 *
 * <p>Writing and reading are for any thread.
 */
public final class SnapshotStore extends SnapshotReader {
  private final Database database;

  SnapshotStore(Database database) {
    super(database);
    this.database = database;
  }

  /**
   * Writes a snapshot, on disk when this returns.
   *
   * @return its size in bytes
   */
  public long write(Snapshot snapshot) {
    byte[] encoded = SnapshotCodec.encode(snapshot);
    byte[] value = Arrays.copyOf(encoded, encoded.length + Digest.LENGTH_BYTES);
    Digest digest = Digest.of(Bytes.wrap(encoded));
    System.arraycopy(digest.value().shared(), 0, value, encoded.length, Digest.LENGTH_BYTES);
    try (WriteBatch batch = new WriteBatch()) {
      database.put(batch, Family.SNAPSHOTS, Keys.revision(snapshot.head().revision()), value);
      database.write(batch);
      return value.length;
    } catch (RocksDBException e) {
      throw new LogException(
          "cannot write a snapshot to " + database.path() + ": " + e.getMessage(), e);
    }
  }
}
