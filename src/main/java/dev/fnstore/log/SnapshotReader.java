package dev.fnstore.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads stored images; {@link SnapshotStore} draws the record. */
public class SnapshotReader {
  private final Reads reads;

  SnapshotReader(Reads reads) {
    this.reads = reads;
  }

  /** The revision of the newest snapshot. */
  public Optional<Revision> newest() {
    return find(RocksIterator::seekToLast);
  }

  /** The revision of the newest snapshot before {@code revision}; looks at no other. */
  public Optional<Revision> newestBefore(Revision revision) {
    return revision.equals(Revision.ZERO)
        ? Optional.empty()
        : find(
            snapshots -> snapshots.seekForPrev(Keys.revision(new Revision(revision.number() - 1))));
  }

  private Optional<Revision> find(Consumer<RocksIterator> seek) {
    try (RocksIterator snapshots = reads.seeker(Family.SNAPSHOTS)) {
      seek.accept(snapshots);
      snapshots.status();
      return snapshots.isValid() ? Optional.of(Keys.revision(snapshots.key())) : Optional.empty();
    } catch (RocksDBException e) {
      throw unlisted(e);
    }
  }

  private LogException unlisted(RocksDBException cause) {
    return new LogException(
        LogStore.damaged(
            reads.path(), "the list of snapshots cannot be read: " + cause.getMessage()),
        cause);
  }

  /** The revisions of all snapshots, newest first; reads all of them. */
  public List<Revision> revisionsNewestFirst() {
    List<Revision> revisions = new ArrayList<>();
    try (RocksIterator snapshots = reads.iterator(Family.SNAPSHOTS)) {
      for (snapshots.seekToLast(); snapshots.isValid(); snapshots.prev()) {
        revisions.add(Keys.revision(snapshots.key()));
      }
      snapshots.status();
      return revisions;
    } catch (RocksDBException e) {
      throw unlisted(e);
    }
  }

  /**
   * The SHA-256 of a snapshot's bytes, as it is stored beside them.
   *
   * @throws LogException if it is missing
   */
  public Digest digest(Revision revision) {
    return stored(revision).digest();
  }

  /** Whether there is one of this revision. */
  public boolean has(Revision revision) {
    return find(revision) != null;
  }

  /**
   * A snapshot as it is stored, not checked.
   *
   * @throws LogException if it is missing
   */
  public StoredSnapshot stored(Revision revision) {
    return StoredSnapshot.of(Bytes.wrap(value(revision)));
  }

  private byte @Nullable [] find(Revision revision) {
    try {
      return reads.get(Family.SNAPSHOTS, Keys.revision(revision));
    } catch (RocksDBException e) {
      throw new LogException(
          "the snapshot of revision " + revision + " cannot be read: " + e.getMessage(), e);
    }
  }

  private byte[] value(Revision revision) {
    byte[] value = find(revision);
    if (value == null || value.length < Digest.LENGTH_BYTES) {
      throw new LogException("the snapshot of revision " + revision + " is missing or cut short");
    }
    return value;
  }

  /**
   * Reads a snapshot and checks it against its own digest.
   *
   * @throws LogException if it is missing or damaged
   */
  public Snapshot read(Revision revision) {
    try {
      byte[] value = value(revision);
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
    } catch (InvalidProtocolBufferException e) {
      throw new LogException(
          "the snapshot of revision " + revision + " cannot be read: " + e.getMessage(), e);
    }
  }
}
