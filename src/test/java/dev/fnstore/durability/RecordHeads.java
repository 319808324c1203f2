package dev.fnstore.durability;

/** Walks files in RocksDB's log format by their heads, trusting them. */
final class RecordHeads {
  private static final int BLOCK_BYTES = 32 << 10;
  private static final int HEAD_BYTES = 7;

  private RecordHeads() {}

  /** Where the last fragment of a sound file begins. */
  static int last(byte[] content) {
    int last = 0;
    int position = 0;
    while (position < content.length) {
      int room = BLOCK_BYTES - position % BLOCK_BYTES;
      if (room < HEAD_BYTES) {
        position += room;
        continue;
      }
      last = position;
      position +=
          HEAD_BYTES + (content[position + 4] & 0xff) + ((content[position + 5] & 0xff) << 8);
    }
    return last;
  }
}
