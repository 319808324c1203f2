package dev.fnstore.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The write-ahead logs of a RocksDB folder that nobody has open. */
public final class WriteAheadLogs {
  private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLogs.class);
  private static final Pattern NAME = Pattern.compile("[0-9]{6,}\\.log");

  /** By their numbers, which have six digits or more. */
  private static final Comparator<Path> IN_ORDER =
      Comparator.<Path>comparingInt(log -> log.getFileName().toString().length())
          .thenComparing(log -> log.getFileName().toString());

  private final List<Path> logs;

  /** Something before the log that is looked at is not there any more. */
  private boolean isBehindLoss;

  /** What the next record's sequence must be; of no meaning before one was seen. */
  private long nextSequence;

  private boolean isAnySeen;

  private WriteAheadLogs(Path folder) throws IOException {
    this.logs = in(folder);
  }

  /** In the order in which they were written. */
  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .sorted(IN_ORDER)
          .toList();
    }
  }

  /**
   * Has them end where the first record is missing or not whole, where many records are written
   * before one sync, to one log or several, so that a power cut may leave any of them in part. Each
   * log that is changed, and each behind, is kept as it was beside the folder.
   *
   * <p>RocksDB does it too, but not always: where a damaged byte says that the record is one of a
   * reused file it reads the same bytes for ever; and it reads the next log though the end of one
   * is missing, where that is the end of a record.
   *
   * <p>A log behind which something is missing gets a {@link #mark} at its end. Where that log
   * still counts, which RocksDB alone knows, the mark tells it that the others are not to be read.
   */
  public static void endBeforeLoss(Path folder) throws IOException {
    new WriteAheadLogs(folder).run();
  }

  private void run() throws IOException {
    for (int i = 0; i < logs.size(); i++) {
      Path log = logs.get(i);
      RecordScan scan = scan(i);
      long end = scan.wholeEnd();
      boolean isMarked = endsIn(log, end, mark(end));
      if (isBehindLoss) {
        Path kept = CutOff.keep(log, isMarked ? end : Files.size(log));
        LOG.warn(
            "{} may not be read, since it comes behind what is lost: it is kept in {}", log, kept);
      }
      if (!scan.isWhole() && !isMarked) {
        Path kept = CutOff.keep(log, Files.size(log));
        end(log, end, i < logs.size() - 1 ? mark(end) : new byte[0]);
        LOG.warn(
            "{} has no whole record from byte {} on: it was not synced, or is damaged. It ends"
                + " there now; as it was it is kept in {}",
            log,
            end,
            kept);
      }
      isBehindLoss |= !scan.isWhole();
    }
  }

  /** Reads a log; notes whether the one before had its end. */
  private RecordScan scan(int index) throws IOException {
    try (RecordFile file = RecordFile.open(logs.get(index))) {
      RecordScan scan = RecordScan.of(file);
      if (scan.otherAt() >= 0) {
        throw new DamagedFileException(
            "its file %s at byte %d: a record of a kind that is not written here"
                .formatted(logs.get(index).getFileName(), scan.otherAt()));
      }
      if (scan.lastStart() >= 0) {
        boolean goesOn = isAnySeen && BatchHead.read(file, 0).sequence() == nextSequence;
        if (index > 0 && !isBehindLoss && !goesOn) {
          Path before = logs.get(index - 1);
          LOG.warn("{} has lost its end: it was not synced, or is damaged", before);
          end(before, Files.size(before), mark(Files.size(before)));
          isBehindLoss = true;
        }
        nextSequence = BatchHead.read(file, scan.lastStart()).next();
        isAnySeen = true;
      }
      return scan;
    }
  }

  /** Gives a log another end in one step, in another file, since what it was may be kept. */
  private static void end(Path log, long end, byte[] mark) throws IOException {
    Path draft = log.resolveSibling(log.getFileName() + ".draft");
    try (FileChannel from = FileChannel.open(log, StandardOpenOption.READ);
        FileChannel to =
            FileChannel.open(
                draft,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      long copied = 0;
      while (copied < end) {
        copied += from.transferTo(copied, end - copied, to);
      }
      ByteBuffer last = ByteBuffer.wrap(mark);
      while (last.hasRemaining()) {
        to.write(last, end + last.position());
      }
      to.force(true);
    }
    Files.move(draft, log, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    FolderSync.sync(log.getParent());
  }

  /** A record that does not match its checksum, which is zero, to be put at {@code position}. */
  private static byte[] mark(long position) {
    long room = RecordFile.blockStart(position) + RecordFile.BLOCK_BYTES - position;
    int padding = room < RecordFile.HEAD_BYTES ? (int) room : 0;
    byte[] mark = new byte[padding + RecordFile.HEAD_BYTES];
    mark[mark.length - 1] = RecordFile.WHOLE;
    return mark;
  }

  private static boolean endsIn(Path log, long position, byte[] mark) throws IOException {
    if (Files.size(log) != position + mark.length) {
      return false;
    }
    ByteBuffer found = ByteBuffer.allocate(mark.length);
    try (FileChannel file = FileChannel.open(log, StandardOpenOption.READ)) {
      while (found.hasRemaining()) {
        if (file.read(found, position + found.position()) < 0) {
          return false;
        }
      }
    }
    return Arrays.equals(found.array(), mark);
  }
}
