package dev.fnstore.log;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * Tells a file in RocksDB's log format that ends in a record which a power cut left unfinished from
 * one that is damaged.
 *
 * <p>RocksDB does not: a length that reaches past the end of the file, or a type that it takes for
 * one of a reused file, ends its reading without a word, and with it every acknowledged record from
 * there on. On the other side it refuses an unfinished record when the file's length reached the
 * disk before all of its content did.
 *
 * <p>It rests on this: RocksDB syncs one record before it writes the next one, so that at most one
 * record, the last, can be unfinished. Of that one a beginning is there, or all of its length with
 * sectors of zeros where the disk has not got to. Anything else is damage.
 */
final class RecordFileCheck {
  private static final int SECTOR_BYTES = 512;

  /** So many zeros at a record's end are no part of one: keys, sources and digests end before. */
  private static final int LEAST_UNWRITTEN_BYTES = 16;

  /** A record that does not begin with a checksum was not written there. */
  private static final int LEAST_UNWRITTEN_HEAD_BYTES = 4;

  private final RecordFile file;
  private final boolean holdsBatches;
  private final RecordScan scan;

  private RecordFileCheck(RecordFile file, boolean holdsBatches) throws IOException {
    this.file = file;
    this.scan = RecordScan.of(file);
    this.holdsBatches = holdsBatches;
  }

  /** What was found. */
  sealed interface Finding {
    /** Every record is complete. */
    record Sound() implements Finding {}

    /**
     * The last record is unfinished.
     *
     * @param start where it begins
     * @param tolerated whether RocksDB passes over it by itself
     */
    record Unfinished(long start, boolean tolerated) implements Finding {}

    /**
     * Something else than what was written.
     *
     * @param at the first byte of the fragment that is not as it was written
     */
    record Damaged(long at, String reason) implements Finding {}
  }

  /**
   * Reads the whole file.
   *
   * @param holdsBatches whether its records are write batches, as those of a write-ahead log are
   */
  static Finding check(RecordFile file, boolean holdsBatches) throws IOException {
    return new RecordFileCheck(file, holdsBatches).run();
  }

  private Finding run() throws IOException {
    return switch (scan.stop()) {
      case END -> atEnd();
      case BROKEN -> broken(scan.at());
      case OUT_OF_ORDER ->
          new Finding.Damaged(scan.at(), "its fragments do not follow one another");
    };
  }

  private Finding atEnd() {
    return scan.isWhole() ? new Finding.Sound() : new Finding.Unfinished(scan.wholeEnd(), true);
  }

  private Finding broken(long at) throws IOException {
    long start = scan.wholeEnd();
    if (file.isZero(at, file.size())) {
      return new Finding.Unfinished(start, !scan.inRecord());
    }
    if (file.isCompleteUnderAnotherHead(at)) {
      return new Finding.Damaged(at, "a complete record lies there with a damaged head");
    }
    if (isFollowedByAnotherRecord(at)) {
      return new Finding.Damaged(at, "a record is damaged, and others follow it");
    }
    if (hasUnwrittenSector(at)) {
      return new Finding.Unfinished(start, reachesPastEnd(at));
    }
    if (!reachesPastEnd(at)) {
      return new Finding.Damaged(at, "a record does not match its checksum");
    }
    if (holdsBatches && BatchShape.isComplete(file, start, at)) {
      return new Finding.Damaged(at, "a complete record lies there with a damaged head");
    }
    return new Finding.Unfinished(start, true);
  }

  /**
   * Whether the head at {@code at} is one that RocksDB could have written there, of a fragment that
   * the file is too short for.
   */
  private boolean reachesPastEnd(long at) throws IOException {
    RecordFile.Head head = file.headAt(at);
    long end = at + RecordFile.HEAD_BYTES + head.length();
    long blockEnd = RecordFile.blockStart(at) + RecordFile.BLOCK_BYTES;
    boolean goesOnInNextBlock = head.type() == RecordFile.FIRST || head.type() == RecordFile.MIDDLE;
    boolean fits = goesOnInNextBlock ? end == blockEnd : end <= blockEnd;
    boolean begins = head.type() == RecordFile.WHOLE || head.type() == RecordFile.FIRST;
    return head.isOfKnownType() && begins != scan.inRecord() && fits && end > file.size();
  }

  /** One record is synced before the next is written: the unfinished one has none after it. */
  private boolean isFollowedByAnotherRecord(long at) throws IOException {
    long blockEnd = file.blockEnd(at);
    for (long position = at + 1; position <= blockEnd - RecordFile.HEAD_BYTES; position++) {
      if (file.headAt(position).isOfKnownType() && file.fragmentEnd(position).isPresent()) {
        return true;
      }
    }
    for (long block = RecordFile.blockStart(at) + RecordFile.BLOCK_BYTES;
        block < file.size();
        block += RecordFile.BLOCK_BYTES) {
      if (blockBeginsRecord(block)) {
        return true;
      }
    }
    return false;
  }

  private boolean blockBeginsRecord(long block) throws IOException {
    long position = block;
    while (file.blockEnd(block) - position >= RecordFile.HEAD_BYTES) {
      OptionalLong end = file.fragmentEnd(position);
      if (end.isEmpty()) {
        return false;
      }
      int type = file.headAt(position).type();
      if (type == RecordFile.WHOLE || type == RecordFile.FIRST) {
        return true;
      }
      position = end.getAsLong();
    }
    return false;
  }

  private boolean hasUnwrittenSector(long at) throws IOException {
    long from = at;
    while (from < file.size()) {
      long to = Math.min(file.size(), from - from % SECTOR_BYTES + SECTOR_BYTES);
      int least = from == at ? LEAST_UNWRITTEN_HEAD_BYTES : LEAST_UNWRITTEN_BYTES;
      if (to - from >= least && file.isZero(from, to)) {
        return true;
      }
      from = to;
    }
    return false;
  }
}
