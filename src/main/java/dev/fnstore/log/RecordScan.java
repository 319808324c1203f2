package dev.fnstore.log;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * How far the records of a file are whole, with checksums that are right.
 *
 * @param stop why it is not read further
 * @param at the first byte that was not passed
 * @param inRecord whether that is within a record, whose first fragments are sound
 * @param wholeEnd where the last whole record ends, or, within a record, where that begins
 * @param lastStart where the last whole record begins; -1 if there is none
 * @param otherAt where the first fragment is that is sound and of none of the four types that are
 *     ours, for RocksDB to judge; -1 if there is none
 * @param isWhole whether there is nothing in the file but whole records
 */
record RecordScan(
    Stop stop,
    long at,
    boolean inRecord,
    long wholeEnd,
    long lastStart,
    long otherAt,
    boolean isWhole) {
  /** Why a scan ends. */
  enum Stop {
    /** The file has no other head. */
    END,
    /** No fragment lies there, or one with another checksum. */
    BROKEN,
    /** A sound fragment lies there that does not follow the one before. */
    OUT_OF_ORDER
  }

  static RecordScan of(RecordFile file) throws IOException {
    boolean inRecord = false;
    long recordStart = 0;
    long lastStart = -1;
    long otherAt = -1;
    long position = 0;
    while (true) {
      if (file.blockEnd(position) - position < RecordFile.HEAD_BYTES) {
        long next = RecordFile.blockStart(position) + RecordFile.BLOCK_BYTES;
        if (next < file.size()) {
          position = next;
          continue;
        }
        boolean beginsHead = position < file.size() && file.size() % RecordFile.BLOCK_BYTES != 0;
        return new RecordScan(
            Stop.END,
            position,
            inRecord,
            inRecord ? recordStart : position,
            lastStart,
            otherAt,
            !inRecord && !beginsHead);
      }
      long wholeEnd = inRecord ? recordStart : position;
      OptionalLong end = file.fragmentEnd(position);
      if (end.isEmpty()) {
        return new RecordScan(Stop.BROKEN, position, inRecord, wholeEnd, lastStart, otherAt, false);
      }
      int type = file.headAt(position).type();
      boolean begins = type == RecordFile.WHOLE || type == RecordFile.FIRST;
      boolean goesOn = type == RecordFile.MIDDLE || type == RecordFile.LAST;
      if ((begins && inRecord) || (goesOn && !inRecord)) {
        return new RecordScan(
            Stop.OUT_OF_ORDER, position, inRecord, wholeEnd, lastStart, otherAt, false);
      }
      otherAt = begins || goesOn || otherAt >= 0 ? otherAt : position;
      recordStart = begins ? position : recordStart;
      inRecord = type == RecordFile.FIRST || type == RecordFile.MIDDLE;
      lastStart = type == RecordFile.WHOLE || type == RecordFile.LAST ? recordStart : lastStart;
      position = end.getAsLong();
    }
  }
}
