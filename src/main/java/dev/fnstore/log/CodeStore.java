package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import java.util.Map;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Sources, each stored once however often it is loaded. Owns {@code code}:
 *
 * <pre>
 *   code   SHA-256 of the source (32) → source bytes
 * </pre>
 */
public final class CodeStore {
  private final Database database;

  CodeStore(Database database) {
    this.database = database;
  }

  /** Adds to {@code batch} those of {@code sources} that are not stored yet. */
  void put(WriteBatch batch, Map<Digest, Bytes> sources) throws RocksDBException {
    for (Map.Entry<Digest, Bytes> source : sources.entrySet()) {
      byte[] key = source.getKey().value().shared();
      if (!database.has(Family.CODE, key)) {
        database.put(batch, Family.CODE, key, source.getValue().shared());
      }
    }
  }

  /**
   * The source of this digest.
   *
   * @throws LogException if it is missing or is not what was written
   */
  public Bytes source(Digest digest) {
    byte[] stored;
    try {
      stored = database.get(Family.CODE, digest.value().shared());
    } catch (RocksDBException e) {
      throw new LogException(
          LogStore.damaged(
              database.path(), "source " + digest + " cannot be read: " + e.getMessage()),
          e);
    }
    if (stored == null) {
      throw new LogException(LogStore.damaged(database.path(), "source " + digest + " is missing"));
    }
    Bytes source = Bytes.wrap(stored);
    if (!Digest.of(source).equals(digest)) {
      throw new LogException(
          LogStore.damaged(
              database.path(),
              "source " + digest + " is not what was written: its digest does not match"));
    }
    return source;
  }
}
