package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Revision;
import java.nio.ByteBuffer;

/** Keys of the column families; numbers are big-endian, so that keys sort as numbers do. */
final class Keys {
  private Keys() {}

  static byte[] revision(Revision revision) {
    return ByteBuffer.allocate(Long.BYTES).putLong(revision.number()).array();
  }

  static Revision revision(byte[] key) {
    if (key.length != Long.BYTES) {
      throw new LogException("a key of " + key.length + " bytes where a revision should be");
    }
    long number = ByteBuffer.wrap(key).getLong();
    if (number < 0) {
      throw new LogException("the key of an event or snapshot is no revision: " + number);
    }
    return new Revision(number);
  }

  /** {@code word ‖ 0 ‖ revision}: all revisions of one word are neighbours, in order. */
  static byte[] index(Bytes word, Revision revision) {
    return ByteBuffer.allocate(word.length() + 1 + Long.BYTES)
        .put(word.shared())
        .put((byte) 0)
        .putLong(revision.number())
        .array();
  }

  /** The revision of an index key. */
  static long indexed(byte[] key) {
    if (key.length <= Long.BYTES) {
      throw new LogException("a key of " + key.length + " bytes where that of an index should be");
    }
    return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
  }

  /** The word of an index key. */
  static Bytes word(byte[] key) {
    int length = key.length - 1 - Long.BYTES;
    if (length < 0) {
      throw new LogException("a key of " + key.length + " bytes where that of an index should be");
    }
    return Bytes.copyOf(key, 0, length);
  }

  /** Behind all index keys of {@code word}, and before those of any greater one. */
  static byte[] behind(Bytes word) {
    return ByteBuffer.allocate(word.length() + 1).put(word.shared()).put((byte) 1).array();
  }
}
