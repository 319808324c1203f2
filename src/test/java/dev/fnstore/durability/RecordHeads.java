package dev.fnstore.durability;

import java.io.ByteArrayOutputStream;

/** Walks files in RocksDB's log format by their heads, trusting them. */
final class RecordHeads {
  private static final int BLOCK_BYTES = 32 << 10;
  private static final int HEAD_BYTES = 7;

  private RecordHeads() {}

  /** Where the last fragment of a sound file begins. */
  static int last(byte[] content) {
    int last = 0;
    for (int position = start(0); position < content.length; position = end(content, position)) {
      last = position;
    }
    return last;
  }

  /** The payloads of all records that end within the first {@code length} bytes. */
  static byte[] payload(byte[] content, int length) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    int position = start(0);
    while (position + HEAD_BYTES <= length) {
      int from = position + HEAD_BYTES;
      int to = from + length(content, position);
      if (to > length) {
        break;
      }
      payload.write(content, from, to - from);
      position = start(to);
    }
    return payload.toByteArray();
  }

  private static int end(byte[] content, int position) {
    return start(position + HEAD_BYTES + length(content, position));
  }

  private static int length(byte[] content, int position) {
    return (content[position + 4] & 0xff) + ((content[position + 5] & 0xff) << 8);
  }

  /** No fragment begins in the last bytes of a block, where its head does not fit. */
  private static int start(int position) {
    int room = BLOCK_BYTES - position % BLOCK_BYTES;
    return room < HEAD_BYTES ? position + room : position;
  }
}
