package dev.fnstore.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks at a log's files before RocksDB opens them, for what RocksDB would pass over in silence.
 * Cuts one thing: the last record of a file, where sectors of it never reached the disk, so that it
 * was never acknowledged; the bytes are kept beside the log.
 */
final class FolderCheck {
  private final Path path;

  private FolderCheck(Path path) {
    this.path = path;
  }

  /**
   * Checks the log at {@code path}.
   *
   * @throws LogException naming the file that is missing or damaged
   */
  static void check(Path path) {
    try {
      new FolderCheck(path).run();
    } catch (DamagedFileException e) {
      throw new LogException(LogStore.damaged(path, e.what()), e);
    } catch (IOException e) {
      throw new LogException(LogStore.cannotBeUsed(path, e), e);
    }
  }

  private void run() throws IOException {
    Manifest.check(path);
    for (Path log : WriteAheadLogs.in(path)) {
      CutOff.unfinishedRecord(log, true);
      sync(log);
    }
    FolderSync.sync(path);
  }

  /**
   * A process that was killed may leave a change that it had written but not synced. It becomes
   * part of what is served now, so it must not vanish any more.
   */
  private static void sync(Path log) throws IOException {
    try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
      file.force(true);
    }
  }
}
