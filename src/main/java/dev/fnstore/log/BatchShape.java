package dev.fnstore.log;

import java.io.IOException;

/**
 * Tells whether the last record of a write-ahead log is a write batch from beginning to end,
 * whatever the heads of its fragments say.
 *
 * <pre>
 *   batch  sequence number (8) ‖ count (4, little-endian) ‖ count entries
 *   entry  5 ‖ family ‖ key ‖ value    put
 *          4 ‖ family ‖ key            delete
 *          numbers are varints; keys and values have their length before them
 * </pre>
 */
final class BatchShape {
  private static final int SEQUENCE_BYTES = 8;
  private static final int PUT = 5;
  private static final int DELETE = 4;

  private final RecordFile file;
  private final long brokenAt;
  private long position;
  private long fragmentEnd;

  private BatchShape(RecordFile file, long recordStart, long brokenAt) throws IOException {
    this.file = file;
    this.brokenAt = brokenAt;
    enter(recordStart);
  }

  /**
   * Whether the record is a complete batch that ends with the file.
   *
   * @param recordStart its first fragment
   * @param brokenAt its first fragment that is not sound; from there on each is taken to fill its
   *     block
   */
  static boolean isComplete(RecordFile file, long recordStart, long brokenAt) throws IOException {
    return new BatchShape(file, recordStart, brokenAt).parse();
  }

  private boolean parse() throws IOException {
    if (!skip(SEQUENCE_BYTES)) {
      return false;
    }
    long count = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      count |= (long) next() << (8 * i);
    }
    for (long entry = 0; entry < count; entry++) {
      int tag = next();
      boolean whole =
          switch (tag) {
            case PUT -> number() >= 0 && skip(number()) && skip(number());
            case DELETE -> number() >= 0 && skip(number());
            default -> false;
          };
      if (!whole) {
        return false;
      }
    }
    return count > 0 && isAtEnd();
  }

  private boolean isAtEnd() throws IOException {
    settle();
    return position >= file.size();
  }

  /** The next byte, or -1. */
  private int next() throws IOException {
    settle();
    return position < fragmentEnd ? file.byteAt(position++) : -1;
  }

  private boolean skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      settle();
      long step = Math.min(left, fragmentEnd - position);
      if (step <= 0) {
        return false;
      }
      position += step;
      left -= step;
    }
    return count >= 0;
  }

  /** A varint, or -1. */
  private long number() throws IOException {
    long number = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int part = next();
      if (part < 0) {
        return -1;
      }
      number |= (long) (part & 0x7f) << shift;
      if (part < 0x80) {
        return number;
      }
    }
    return -1;
  }

  /** Goes on to the next fragment if this one is at its end and there is another. */
  private void settle() throws IOException {
    while (position >= fragmentEnd && file.size() - fragmentEnd > RecordFile.HEAD_BYTES) {
      enter(fragmentEnd);
    }
  }

  private void enter(long fragment) throws IOException {
    long start = fragment;
    if (RecordFile.blockStart(fragment) + RecordFile.BLOCK_BYTES - fragment
        < RecordFile.HEAD_BYTES) {
      start = RecordFile.blockStart(fragment) + RecordFile.BLOCK_BYTES;
    }
    position = start + RecordFile.HEAD_BYTES;
    fragmentEnd = start < brokenAt ? position + file.headAt(start).length() : file.blockEnd(start);
  }
}
