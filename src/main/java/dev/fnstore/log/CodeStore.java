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
public final class CodeStore extends CodeReader {
  private final Database database;

  CodeStore(Database database) {
    super(database);
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
}
