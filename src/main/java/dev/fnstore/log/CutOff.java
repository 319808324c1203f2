package dev.fnstore.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off the end of a file of a database. It is kept beside the database's folder, in {@code
 * cut-FOLDER-FILE-at-POSITION}, or the whole of it in {@code cut-FOLDER-FILE}.
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
        cut(records, unfinished.start());
      }
    }
  }

  private static void cut(Path file, long start) throws IOException {
    Path kept = unused(kept(file) + "-at-" + start);
    try (FileChannel from =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel to =
            FileChannel.open(kept, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
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
      from.truncate(start);
      from.force(true);
    }
    LOG.warn("Cut {} at byte {}; the bytes are kept in {}", file, start, kept);
  }

  /**
   * Keeps a file as it is, whatever becomes of its name: it may not be written again.
   *
   * @param length so much of it is to be kept, if it is not kept already
   * @return where
   */
  static Path keep(Path file, long length) throws IOException {
    String name = kept(file);
    Path kept = Path.of(name);
    for (int number = 2; Files.exists(kept); number++) {
      long same = Files.mismatch(kept, file);
      if (same < 0 || same >= length) {
        return kept; // by a start before this one
      }
      kept = Path.of(name + "-" + number);
    }
    try {
      Files.createLink(kept, file);
    } catch (UnsupportedOperationException | FileSystemException e) {
      LOG.debug("{} is copied, since it can have no second name", file, e);
      Files.copy(file, kept);
      try (FileChannel copy = FileChannel.open(kept, StandardOpenOption.WRITE)) {
        copy.force(true);
      }
    }
    FolderSync.sync(kept.getParent());
    return kept;
  }

  /** What was kept before, of a folder that has been thrown away since, is not written over. */
  private static Path unused(String name) {
    Path path = Path.of(name);
    for (int number = 2; Files.exists(path); number++) {
      path = Path.of(name + "-" + number);
    }
    return path;
  }

  private static String kept(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new IOException(file + " is in no folder");
    }
    return folder
        .resolveSibling("cut-" + folder.getFileName() + "-" + absolute.getFileName())
        .toString();
  }
}
