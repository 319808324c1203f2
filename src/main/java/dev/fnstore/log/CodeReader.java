package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import org.rocksdb.RocksDBException;

/** Reads sources; {@link CodeStore} draws the record. */
public class CodeReader {
  private final Reads reads;

  CodeReader(Reads reads) {
    this.reads = reads;
  }

  /** Whether there is a source of this digest, be it whole or not. */
  public boolean has(Digest digest) {
    try {
      return reads.get(Family.CODE, digest.value().shared()) != null;
    } catch (RocksDBException e) {
      throw unreadable(digest, e);
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
      stored = reads.get(Family.CODE, digest.value().shared());
    } catch (RocksDBException e) {
      throw unreadable(digest, e);
    }
    if (stored == null) {
      throw new LogException(LogStore.damaged(reads.path(), "source " + digest + " is missing"));
    }
    Bytes source = Bytes.wrap(stored);
    if (!Digest.of(source).equals(digest)) {
      throw new LogException(
          LogStore.damaged(
              reads.path(),
              "source " + digest + " is not what was written: its digest does not match"));
    }
    return source;
  }

  private LogException unreadable(Digest digest, RocksDBException e) {
    return new LogException(
        LogStore.damaged(reads.path(), "source " + digest + " cannot be read: " + e.getMessage()),
        e);
  }
}
