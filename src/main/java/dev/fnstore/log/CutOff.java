package dev.fnstore.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off the end of a file of a database; it is kept in a file {@code
 * cut-FOLDER-FILE-at-POSITION} beside the database's folder.
 */
final class CutOff {
  private static final Logger LOG = LoggerFactory.getLogger(CutOff.class);

  private CutOff() {}

  /**
   * Cuts off the last record of a file where it is unfinished and RocksDB would take it for damage.
   *
   * @param holdsBatches whether its records are write batches
   * @throws DamagedFileException if anything else is not whole
   */
  static void unfinishedRecord(Path records, boolean holdsBatches) throws IOException {
    RecordFileCheck.Finding finding;
    try (RecordFile file = RecordFile.open(records)) {
      finding = RecordFileCheck.check(file, holdsBatches);
    }
    if (finding instanceof RecordFileCheck.Finding.Damaged damaged) {
      throw new DamagedFileException(
          "its file %s at byte %d: %s"
              .formatted(records.getFileName(), damaged.at(), damaged.reason()));
    } else if (finding instanceof RecordFileCheck.Finding.Unfinished unfinished) {
      LOG.warn(
          "{} ends in an unfinished record at byte {}: a change that was not acknowledged",
          records,
          unfinished.start());
      if (!unfinished.tolerated()) {
        cut(records, unfinished.start(), new byte[0]);
      }
    }
  }

  /**
   * Cuts at {@code start}; nothing is cut off that is not on disk elsewhere.
   *
   * @param by what is put there; as long as it is not there whole, what was there still is
   */
  static void cut(Path file, long start, byte[] by) throws IOException {
    Path kept = kept(file, start);
    try (FileChannel from =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel to =
            FileChannel.open(
                kept,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      from.position(start);
      ByteBuffer buffer = ByteBuffer.allocate(RecordFile.BLOCK_BYTES);
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.force(true);
      FolderSync.sync(kept.getParent());
      ByteBuffer end = ByteBuffer.wrap(by);
      while (end.hasRemaining()) {
        from.write(end, start + end.position());
      }
      from.force(true);
      from.truncate(start + by.length);
      from.force(true);
    }
    LOG.warn("Cut {} at byte {}; the bytes are kept in {}", file, start, kept);
  }

  /** Keeps the whole file, which stays: its name may go, and its content is not written again. */
  static void keep(Path file) throws IOException {
    Path kept = kept(file, 0);
    if (!Files.exists(kept)) {
      Files.createLink(kept, file);
      FolderSync.sync(kept.getParent());
      LOG.warn(
          "{} may not be read, since it comes behind what is damaged; it is kept in {}",
          file,
          kept);
    }
  }

  private static Path kept(Path file, long start) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new IOException(file + " is in no folder");
    }
    return folder.resolveSibling(
        "cut-" + folder.getFileName() + "-" + absolute.getFileName() + "-at-" + start);
  }
}
