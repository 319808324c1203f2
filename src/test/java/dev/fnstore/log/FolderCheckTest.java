package dev.fnstore.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Pins what RocksDB does by itself, which is why {@link FolderCheck} is there. */
final class FolderCheckTest {
  private static final List<String> KEYS = List.of("first", "second", "third");

  @TempDir Path folder;
  private Path path = Path.of("");

  @BeforeEach
  void writeThreeRecords() throws RocksDBException {
    path = folder.resolve("log");
    try (Database database = Database.open(path, Database.Mode.CREATE)) {
      for (String key : KEYS) {
        try (WriteBatch batch = new WriteBatch()) {
          database.put(batch, Family.META, bytes(key), bytes("value"));
          database.write(batch);
        }
      }
    }
  }

  @Test
  void shouldFindTheDamagedLengthThatRocksDbPassesOverInSilence()
      throws IOException, RocksDBException {
    Path log = writeAheadLog();
    byte[] content = Files.readAllBytes(log);
    int last = lastFragment(log);
    content[last + 5] ^= 0x40;
    Files.write(log, content);

    assertThatExceptionOfType(LogException.class)
        .isThrownBy(() -> FolderCheck.check(path))
        .withMessageContaining(log.getFileName() + " at byte " + last);
    assertThat(keysThatRocksDbFinds()).containsExactly("first", "second");
  }

  @Test
  void shouldFindTheDamagedTypeThatRocksDbPassesOverInSilence()
      throws IOException, RocksDBException {
    Path log = writeAheadLog();
    byte[] content = Files.readAllBytes(log);
    content[6] ^= 4; // from a whole record to one of a reused file
    Files.write(log, content);

    assertThatExceptionOfType(LogException.class)
        .isThrownBy(() -> FolderCheck.check(path))
        .withMessageContaining(log.getFileName() + " at byte 0");
    assertThat(keysThatRocksDbFinds()).isEmpty();
  }

  @Test
  void shouldCutARecordWhoseLastSectorIsUnwrittenAndKeepItsBytes()
      throws IOException, RocksDBException {
    Path log = writeAheadLog();
    byte[] content = Files.readAllBytes(log);
    int last = lastFragment(log);
    byte[] torn = new byte[last + 1000];
    System.arraycopy(content, 0, torn, 0, content.length);
    torn[last] ^= 1; // the checksum of what should have followed
    torn[last + 4] = (byte) (1000 - RecordFile.HEAD_BYTES);
    torn[last + 5] = (byte) ((1000 - RecordFile.HEAD_BYTES) >>> 8);
    Files.write(log, torn);

    FolderCheck.check(path);

    assertThat(Files.size(log)).isEqualTo(last);
    assertThat(folder.resolve("cut-log-" + log.getFileName() + "-at-" + last)).hasSize(1000);
    assertThat(keysThatRocksDbFinds()).containsExactly("first", "second");
  }

  private Path writeAheadLog() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> file.toString().endsWith(".log") && file.toFile().length() > 0)
          .findFirst()
          .orElseThrow();
    }
  }

  private static int lastFragment(Path log) throws IOException {
    try (RecordFile file = RecordFile.open(log)) {
      long last = 0;
      OptionalLong end = file.fragmentEnd(0);
      while (end.orElseThrow() < file.size()) {
        last = end.getAsLong();
        end = file.fragmentEnd(last);
      }
      return Math.toIntExact(last);
    }
  }

  private List<String> keysThatRocksDbFinds() throws RocksDBException {
    try (Database database = Database.open(path, Database.Mode.READ)) {
      return KEYS.stream().filter(key -> has(database, key)).toList();
    }
  }

  private static boolean has(Database database, String key) {
    try {
      return database.get(Family.META, bytes(key)) != null;
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
