package dev.fnstore.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a log's files before RocksDB opens them, for what RocksDB would pass over in silence.
 * Cuts one thing: the last record of a file, where sectors of it never reached the disk, so that it
 * was never acknowledged; the bytes are kept beside the log.
 */
final class FolderCheck {
  private static final Logger LOG = LoggerFactory.getLogger(FolderCheck.class);
  private static final Pattern MANIFEST = Pattern.compile("MANIFEST-[0-9]{6,}");
  private static final int LONGEST_CURRENT_BYTES = 64;

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
    } catch (IOException e) {
      throw new LogException(LogStore.cannotBeUsed(path, e), e);
    }
  }

  private void run() throws IOException {
    checkRecords(manifest(), false);
    for (Path log : WriteAheadLogs.in(path)) {
      checkRecords(log, true);
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

  private Path manifest() throws IOException {
    Path current = path.resolve("CURRENT");
    if (!Files.isRegularFile(current)) {
      throw new LogException(LogStore.damaged(path, "its file CURRENT is missing"));
    }
    String content =
        Files.size(current) > LONGEST_CURRENT_BYTES
            ? ""
            : Files.readString(current, StandardCharsets.ISO_8859_1);
    String name = content.endsWith("\n") ? content.substring(0, content.length() - 1) : "";
    if (!MANIFEST.matcher(name).matches()) {
      throw new LogException(LogStore.damaged(path, "its file CURRENT names no MANIFEST"));
    }
    Path manifest = path.resolve(name);
    if (!Files.isRegularFile(manifest)) {
      throw new LogException(
          LogStore.damaged(path, "its file CURRENT names " + name + ", which is missing"));
    }
    return manifest;
  }

  private void checkRecords(Path records, boolean holdsBatches) throws IOException {
    RecordFileCheck.Finding finding;
    try (RecordFile file = RecordFile.open(records)) {
      finding = RecordFileCheck.check(file, holdsBatches);
    }
    if (finding instanceof RecordFileCheck.Finding.Damaged damaged) {
      throw new LogException(
          LogStore.damaged(
              path,
              "its file "
                  + records.getFileName()
                  + " at byte "
                  + damaged.at()
                  + ": "
                  + damaged.reason()));
    } else if (finding instanceof RecordFileCheck.Finding.Unfinished unfinished) {
      LOG.warn(
          "{} ends in an unfinished record at byte {}: a change that was not acknowledged",
          records,
          unfinished.start());
      if (!unfinished.tolerated()) { // RocksDB would take it for damage
        CutOff.cut(records, unfinished.start());
      }
    }
  }
}
