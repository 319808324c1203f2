package dev.fnstore.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The head of a write batch, which is a record of a write-ahead log.
 *
 * @param sequence the number of its first change
 * @param count how many changes it has, each of which has the next number
 */
record BatchHead(long sequence, int count) {
  private static final int BYTES = Long.BYTES + Integer.BYTES;

  /**
   * Reads one.
   *
   * @param start where a whole record begins
   */
  static BatchHead read(RecordFile file, long start) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long position = start;
    while (head.hasRemaining()) {
      if (file.blockEnd(position) - position < RecordFile.HEAD_BYTES) {
        position = RecordFile.blockStart(position) + RecordFile.BLOCK_BYTES;
      }
      int length = file.headAt(position).length();
      position += RecordFile.HEAD_BYTES;
      for (int i = 0; i < length && head.hasRemaining(); i++) {
        head.put((byte) file.byteAt(position + i));
      }
      position += length;
    }
    return new BatchHead(head.getLong(0), head.getInt(Long.BYTES));
  }

  /** The sequence of the batch that was written next. */
  long next() {
    return sequence + count;
  }
}
