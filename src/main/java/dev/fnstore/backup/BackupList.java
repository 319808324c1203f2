package dev.fnstore.backup;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.LogException;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Which backups a folder holds: a file of text, so that it can be read where fnstore is not.
 *
 * <pre>
 *   # what this is
 *   2026-11-27T03:40:12.123Z 120 9f86d081884c7d65...
 * </pre>
 *
 * <p>A line that a crash has left unfinished is of no backup.
 */
final class BackupList {
  private static final String TITLE =
      "# Backups of an fnstore log: time, revision and digest of the newest event of each."
          + " Bring one back with: fnstore restore-backup\n";

  private final DataFolder folder;
  private final Path file;

  BackupList(DataFolder folder) {
    this.folder = folder;
    this.file = folder.backupsPath();
  }

  /** Makes the folder one of backups, durably. */
  void create() {
    write(TITLE, StandardOpenOption.CREATE_NEW);
    folder.sync();
  }

  void add(Backup backup) {
    write(
        (endsWithinLine() ? "\n" : "")
            + backup.time()
            + " "
            + backup.revision()
            + " "
            + backup.digest()
            + "\n",
        StandardOpenOption.APPEND);
  }

  /** A crash may have left a part of a line. */
  private boolean endsWithinLine() {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return !text.isEmpty() && !text.endsWith("\n");
    } catch (IOException e) {
      throw new LogException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private void write(String text, StandardOpenOption how) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, how)) {
      ByteBuffer rest = StandardCharsets.ISO_8859_1.encode(text);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    } catch (IOException e) {
      throw new LogException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** All of them, the oldest first. */
  List<Backup> all() {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
          .map(BackupList::parse)
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new LogException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Backup> parse(String line) {
    String[] fields = line.split(" ", -1);
    try {
      return Optional.of(
          new Backup(
              Instant.parse(fields[0]),
              new Revision(Long.parseLong(fields[1])),
              new Digest(Bytes.wrap(HexFormat.of().parseHex(fields[2])))));
    } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }
}
