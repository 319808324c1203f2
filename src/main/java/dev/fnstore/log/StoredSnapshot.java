package dev.fnstore.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;

/**
 * A snapshot as it lies in the log.
 *
 * @param encoded its bytes
 * @param digest what is stored beside them: their SHA-256
 */
public record StoredSnapshot(Bytes encoded, Digest digest) {
  /**
   * A snapshot and its digest, one behind the other.
   *
   * @throws LogException if they are too few bytes
   */
  public static StoredSnapshot of(Bytes stored) {
    int length = stored.length() - Digest.LENGTH_BYTES;
    if (length < 0) {
      throw new LogException("a snapshot is cut short");
    }
    return new StoredSnapshot(
        stored.slice(0, length), new Digest(stored.slice(length, stored.length())));
  }

  /** The reverse of {@link #of}. */
  public Bytes stored() {
    return encoded.concat(digest.value());
  }

  /**
   * What its bytes say.
   *
   * @throws LogException if they are not what was written
   */
  public Snapshot snapshot() {
    if (!Digest.of(encoded).equals(digest)) {
      throw new LogException("a snapshot is not what was written: its digest does not match");
    }
    try {
      return SnapshotCodec.decode(encoded.shared());
    } catch (InvalidProtocolBufferException e) {
      throw new LogException("a snapshot is unreadable: " + e.getMessage(), e);
    }
  }
}
