package dev.fnstore.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
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
public final class SnapshotStore {
  private final Database database;

  SnapshotStore(Database database) {
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

  /** The revisions of all snapshots, newest first. */
  public List<Revision> revisionsNewestFirst() {
    List<Revision> revisions = new ArrayList<>();
    try (RocksIterator snapshots = database.iterator(Family.SNAPSHOTS)) {
      for (snapshots.seekToLast(); snapshots.isValid(); snapshots.prev()) {
        revisions.add(Keys.revision(snapshots.key()));
      }
      snapshots.status();
      return revisions;
    } catch (RocksDBException e) {
      throw new LogException(
          LogStore.damaged(
              database.path(), "the list of snapshots cannot be read: " + e.getMessage()),
          e);
    }
  }

  /**
   * Reads a snapshot and checks it against its own digest.
   *
   * @throws LogException if it is missing or damaged
   */
  public Snapshot read(Revision revision) {
    try {
      byte[] value = database.get(Family.SNAPSHOTS, Keys.revision(revision));
      if (value == null || value.length < Digest.LENGTH_BYTES) {
        throw new LogException("the snapshot of revision " + revision + " is missing or cut short");
      }
      int length = value.length - Digest.LENGTH_BYTES;
      byte[] encoded = Arrays.copyOf(value, length);
      Bytes digest = Bytes.copyOf(value, length, Digest.LENGTH_BYTES);
      if (!Digest.of(Bytes.wrap(encoded)).value().equals(digest)) {
        throw new LogException("the snapshot of revision " + revision + " is not what was written");
      }
      Snapshot snapshot = SnapshotCodec.decode(encoded);
      if (!snapshot.head().revision().equals(revision)) {
        throw new LogException(
            "under revision " + revision + " lies the snapshot of " + snapshot.head().revision());
      }
      return snapshot;
    } catch (RocksDBException | InvalidProtocolBufferException e) {
      throw new LogException(
          "the snapshot of revision " + revision + " cannot be read: " + e.getMessage(), e);
    }
  }
}
