package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where a compacted log begins, in {@code meta}:
 *
 * <pre>
 *   "base" → revision (8) ‖ order time in ms (8) ‖ digest of its event (32) ‖ SHA-256 of these (32)
 * </pre>
 */
final class BaseCodec {
  static final byte[] KEY = "base".getBytes(StandardCharsets.US_ASCII);

  private static final int CONTENT_BYTES = 2 * Long.BYTES + Digest.LENGTH_BYTES;

  private BaseCodec() {}

  static byte[] encode(Head base) {
    ByteBuffer value =
        ByteBuffer.allocate(CONTENT_BYTES + Digest.LENGTH_BYTES)
            .putLong(base.revision().number())
            .putLong(base.orderTimeMs())
            .put(base.digest().value().shared());
    return value.put(digest(value.array()).value().shared()).array();
  }

  static Head decode(byte[] value) {
    if (value.length != CONTENT_BYTES + Digest.LENGTH_BYTES
        || !digest(value).value().equals(Bytes.copyOf(value, CONTENT_BYTES, Digest.LENGTH_BYTES))) {
      throw new LogException(
          "where the event log begins is not what was written. Nothing was changed. Keep a copy of"
              + " the folder and bring it back from a backup.");
    }
    ByteBuffer content = ByteBuffer.wrap(value);
    Revision revision = new Revision(content.getLong());
    long orderTimeMs = content.getLong();
    return new Head(
        revision,
        new Digest(Bytes.copyOf(value, 2 * Long.BYTES, Digest.LENGTH_BYTES)),
        orderTimeMs);
  }

  private static Digest digest(byte[] value) {
    return Digest.of(Bytes.copyOf(value, 0, CONTENT_BYTES));
  }
}
