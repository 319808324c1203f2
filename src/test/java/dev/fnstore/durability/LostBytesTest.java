package dev.fnstore.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fnstore.log.LogException;
import dev.fnstore.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of sound stores are cut short or removed. A cut off end of the last write-ahead log is what
 * no log can see: what is left of it is recovered, whole events only. Anything else that is missing
 * is found, or is without effect; a new store is never made in a damaged one's place.
 *
 * <p>{@code -Ddurability.seed=N} to replay.
 */
final class LostBytesTest {
  private static final long SEED = Long.getLong("durability.seed", System.nanoTime());
  private static final int CUTS_OF_A_LOG = 60;
  private static final int CUTS_OF_A_MANIFEST = 15;
  private static final int CUTS_OF_A_TABLE = 3;
  private static final int HEAD_BYTES = 7;

  @TempDir static Path folder;
  private static List<SampleStore> stores = List.of();

  private final Random random = new Random(SEED);

  @BeforeAll
  static void makeStores() {
    stores = SampleStore.makeAll(folder, SEED);
  }

  @Test
  void shouldRecoverWholeEventsFromALogThatIsCutShort() throws IOException {
    SampleStore store = stores.get(0);
    Path log = store.files("[0-9]+\\.log").get(0);
    byte[] content = Files.readAllBytes(log);
    for (int cut = 0; cut < CUTS_OF_A_LOG; cut++) {
      int length = random.nextInt(content.length);
      StoreContents left = read(store, log, Arrays.copyOf(content, length));
      int events = left.stored().size();
      assertThat(left.stored())
          .as("seed %d, %s cut at %d", SEED, log, length)
          .isEqualTo(store.contents().stored().subList(0, events));
    }
  }

  @Test
  void shouldFindACutOffManifestOrLoseNothing() throws IOException {
    for (SampleStore store : stores) {
      Path manifest = store.files("MANIFEST-[0-9]+").get(0);
      byte[] content = Files.readAllBytes(manifest);
      int last = RecordHeads.last(content);
      for (int cut = 0; cut < CUTS_OF_A_MANIFEST; cut++) {
        int length =
            cut % 3 == 0
                ? random.nextInt(content.length)
                : last + random.nextInt(content.length - last);
        checkFoundOrWithoutEffect(store, manifest, Arrays.copyOf(content, length));
      }
    }
  }

  /** Its head is damaged so that it looks like a record that was still being written. */
  @Test
  void shouldLoseNothingWithALastManifestRecordThatLooksUnfinished() throws IOException {
    for (SampleStore store : stores) {
      Path manifest = store.files("MANIFEST-[0-9]+").get(0);
      byte[] content = Files.readAllBytes(manifest);
      int last = RecordHeads.last(content);
      int length = content.length - last - HEAD_BYTES + 5;
      content[last] ^= 0x55;
      content[last + 4] = (byte) length;
      content[last + 5] = (byte) (length >>> 8);
      checkFoundOrWithoutEffect(store, manifest, content);
    }
  }

  @Test
  void shouldFindACutOffTable() throws IOException {
    for (SampleStore store : stores) {
      for (Path table : store.files("[0-9]+\\.sst")) {
        byte[] content = Files.readAllBytes(table);
        for (int cut = 0; cut < CUTS_OF_A_TABLE; cut++) {
          byte[] left = Arrays.copyOf(content, random.nextInt(content.length));
          assertThatExceptionOfType(LogException.class)
              .as("seed %d, %s cut at %d", SEED, table, left.length)
              .isThrownBy(() -> read(store, table, left))
              .withMessageContaining(table.getFileName().toString());
        }
      }
    }
  }

  @Test
  void shouldFindAMissingFile() throws IOException {
    for (SampleStore store : stores) {
      for (Path file : store.files("[0-9]+\\.sst|CURRENT|MANIFEST-[0-9]+")) {
        Path copy = copy(store);
        Files.delete(copy.resolve("log").resolve(file.getFileName()));
        assertThatExceptionOfType(LogException.class)
            .as("seed %d, without %s", SEED, file)
            .isThrownBy(() -> StoreContents.read(copy))
            .withMessageContaining(file.getFileName().toString());
        Folders.delete(copy);
      }
    }
  }

  @Test
  void shouldMakeNoNewStoreInAnEmptiedOne() throws IOException {
    SampleStore store = stores.get(0);
    Path copy = copy(store);
    Folders.delete(copy.resolve("log"));
    Files.createDirectory(copy.resolve("log"));
    assertThatExceptionOfType(LogException.class)
        .isThrownBy(() -> StoreContents.read(copy))
        .withMessageContaining("CURRENT is missing");
    assertThat(Folders.files(copy.resolve("log"))).isEmpty();
    Folders.delete(copy);
  }

  private static void checkFoundOrWithoutEffect(SampleStore store, Path file, byte[] content)
      throws IOException {
    String where = "seed %d, %s with %d bytes".formatted(SEED, file, content.length);
    try {
      assertThat(read(store, file, content)).as(where).isEqualTo(store.contents());
    } catch (LogException e) {
      assertThat(e.getMessage()).as(where).containsPattern("[0-9]{6}\\.(log|sst)|MANIFEST|event");
    }
  }

  private static StoreContents read(SampleStore store, Path file, byte[] content)
      throws IOException {
    Path copy = copy(store);
    try {
      Files.write(copy.resolve("log").resolve(file.getFileName()), content);
      return StoreContents.read(copy);
    } finally {
      Folders.delete(copy);
    }
  }

  private static Path copy(SampleStore store) {
    Path copy = folder.resolve("copy");
    Folders.copy(store.folder(), copy);
    return copy;
  }
}
