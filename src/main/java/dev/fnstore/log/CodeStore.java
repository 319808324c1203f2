package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Sources, each stored once however often it is loaded. Owns {@code code}:
 *
 * <pre>
 *   code   SHA-256 of the source (32) → source bytes
 * </pre>
 *
 * <p>Its monitor is held from when it is looked which sources are stored until the events that name
 * them are on disk, and while some are dropped.
 */
public final class CodeStore extends CodeReader {
  private final Database database;

  /** What events have named since sources are being dropped; null while none are. */
  private @Nullable Set<Digest> kept;

  CodeStore(Database database) {
    super(database);
    this.database = database;
  }

  /** Adds to {@code batch} those of {@code sources} that are not stored yet. */
  synchronized void put(WriteBatch batch, Map<Digest, Bytes> sources) throws RocksDBException {
    keep(sources.keySet());
    for (Map.Entry<Digest, Bytes> source : sources.entrySet()) {
      byte[] key = source.getKey().value().shared();
      if (!database.has(Family.CODE, key)) {
        database.put(batch, Family.CODE, key, source.getValue().shared());
      }
    }
  }

  /** Sources that an event names which is about to be written: they are not to be dropped. */
  synchronized void keep(Collection<Digest> digests) {
    Set<Digest> present = kept;
    if (present != null) {
      present.addAll(digests);
    }
  }

  /** From now on is kept in mind what is named; before it is looked which sources are not. */
  synchronized void beginDropping() {
    kept = new HashSet<>();
  }

  synchronized void endDropping() {
    kept = null;
  }

  /**
   * Deletes sources that no event named when it was looked, but for those that one does by now; on
   * disk when this returns.
   */
  synchronized void drop(Collection<Digest> digests) throws RocksDBException {
    Set<Digest> present = kept;
    if (present == null || present.containsAll(digests)) {
      return;
    }
    try (WriteBatch batch = new WriteBatch()) {
      for (Digest digest : digests) {
        if (!present.contains(digest)) {
          database.delete(batch, Family.CODE, digest.value().shared());
        }
      }
      database.write(batch);
    }
  }
}
