package dev.fnstore.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private WriteAheadLogs() {}

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
   * Has each end before its first record that is not whole, where many records are written before
   * one sync, so that a power cut may leave any of them in part. What is cut off is kept beside the
   * folder. RocksDB would end its reading there, without a word; but where the damaged byte says
   * that the record is one of a reused file it never ends: it reads the same bytes for ever.
   *
   * <p>A log that others follow gets a {@link #mark} for what is cut off. Where that log still
   * counts RocksDB knows by it that the others are not to be read; there may be some, since it goes
   * on in another log at times, and syncs both later. They are kept too.
   */
  public static void endBeforeDamage(Path folder) throws IOException {
    boolean isBehindDamage = false;
    List<Path> logs = in(folder);
    for (int i = 0; i < logs.size(); i++) {
      Path log = logs.get(i);
      if (isBehindDamage) {
        CutOff.keep(log);
      }
      RecordScan scan = scan(log);
      long end = scan.wholeEnd();
      byte[] mark = mark(end);
      if (!scan.isWhole() && !endsIn(log, end, mark)) {
        LOG.warn(
            "{} holds no whole record from byte {} on: what was written last, and not synced, or"
                + " damage",
            log,
            end);
        CutOff.cut(log, end, i < logs.size() - 1 ? mark : new byte[0]);
      }
      isBehindDamage |= !scan.isWhole();
    }
  }

  private static RecordScan scan(Path log) throws IOException {
    try (RecordFile file = RecordFile.open(log)) {
      return RecordScan.of(file);
    }
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
