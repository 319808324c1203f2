package dev.fnstore.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.LogException;
import dev.fnstore.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Copies of several stores, each with some bits changed in one file, are opened as a server opens
 * its own, and verified. Each time the damage is found, with a message that names a revision or a
 * file, or it is without effect: all events, all sources and the registry are as they were.
 *
 * <p>The stores are those of {@link SampleStore}. Changed is one bit, or a run of up to 16 bytes;
 * half of the places are near the ends of files, where RocksDB takes damage for an unfinished
 * record.
 *
 * <p>{@code -Ddurability.flips=N} for more, {@code -Ddurability.seed=N} to replay.
 */
final class BitFlipTest {
  private static final int FLIPS = Integer.getInteger("durability.flips", 700);
  private static final long SEED = Long.getLong("durability.seed", System.nanoTime());
  private static final int LONGEST_RUN_BYTES = 16;
  private static final int END_BYTES = 400;
  private static final int RECORD_HEAD_BYTES = 7;
  private static final Pattern NAMES_WHERE =
      Pattern.compile(
          "(event|revision|snapshot of) \\d+|[0-9]{6}\\.(log|sst)|MANIFEST|CURRENT|source [0-9a-f]{64}");

  @TempDir static Path folder;
  private static List<SampleStore> stores = List.of();

  /** What is done to one file. */
  private record Damage(String file, int at, Bytes before, Bytes after) {
    @Override
    public String toString() {
      return "%s at %d: %s to %s".formatted(file, at, hex(before), hex(after));
    }
  }

  private static String hex(Bytes bytes) {
    return HexFormat.of().formatHex(bytes.shared());
  }

  @BeforeAll
  static void makeStores() {
    stores = SampleStore.makeAll(folder, SEED);
  }

  @Test
  void shouldFindFlippedBitsOrNotBeAffected() throws IOException {
    Random random = new Random(SEED);
    TreeMap<String, Integer> outcomes = new TreeMap<>();
    for (int flip = 0; flip < FLIPS; flip++) {
      SampleStore store = stores.get(flip % stores.size());
      String kind = kind(flip / stores.size());
      List<Path> files = store.files(kind);
      if (files.isEmpty()) {
        continue;
      }
      Path file = files.get(random.nextInt(files.size()));
      Damage damage = damage(random, file.getFileName().toString(), Files.readAllBytes(file));
      boolean found = tryOut("flip " + flip, store, damage);
      outcomes.merge(kind + (found ? " found" : " without effect"), 1, Integer::sum);
    }
    System.out.printf("bit flips, seed %d: %s%n", SEED, outcomes);
    assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum())
        .isGreaterThanOrEqualTo(FLIPS * 4 / 5);
  }

  private static String kind(int turn) {
    return switch (turn % 10) {
      case 0, 1, 2, 3 -> "[0-9]+\\.log";
      case 4, 5, 6 -> "[0-9]+\\.sst";
      case 7, 8 -> "MANIFEST-[0-9]+";
      default -> "CURRENT|IDENTITY|OPTIONS-[0-9]+";
    };
  }

  /** One of them was enough for RocksDB to drop acknowledged events without a word. */
  @Test
  void shouldFindEveryFlippedBitInTheHeadOfALastRecord() throws IOException {
    for (SampleStore store : stores) {
      for (Path file : store.files("[0-9]+\\.log|MANIFEST-[0-9]+")) {
        String name = file.getFileName().toString();
        byte[] content = Files.readAllBytes(file);
        int head = RecordHeads.last(content);
        for (int bit = 0; bit < 8 * RECORD_HEAD_BYTES; bit++) {
          int at = head + bit / 8;
          Damage damage = flip(name, content, at, bit % 8);
          assertThat(tryOut("bit " + bit, store, damage)).as("%s", damage).isTrue();
        }
      }
    }
  }

  private static Damage damage(Random random, String file, byte[] content) {
    int at =
        random.nextBoolean() || content.length < END_BYTES
            ? random.nextInt(content.length)
            : content.length - 1 - random.nextInt(END_BYTES);
    if (random.nextInt(4) > 0) {
      return flip(file, content, at, random.nextInt(8));
    }
    byte[] before =
        Arrays.copyOfRange(
            content, at, Math.min(content.length, at + 1 + random.nextInt(LONGEST_RUN_BYTES)));
    byte[] after = new byte[before.length];
    random.nextBytes(after);
    return new Damage(file, at, Bytes.wrap(before), Bytes.wrap(after));
  }

  private static Damage flip(String file, byte[] content, int at, int bit) {
    byte[] before = {content[at]};
    byte[] after = {(byte) (content[at] ^ (1 << bit))};
    return new Damage(file, at, Bytes.wrap(before), Bytes.wrap(after));
  }

  /** Whether the damage was found; fails if it neither was nor is without effect. */
  private static boolean tryOut(String which, SampleStore store, Damage damage) throws IOException {
    String where = "%s, seed %d, store %s: %s".formatted(which, SEED, store.name(), damage);
    Path copy = folder.resolve("copy");
    Folders.copy(store.folder(), copy);
    Path file = copy.resolve("log").resolve(damage.file());
    byte[] content = Files.readAllBytes(file);
    System.arraycopy(damage.after().shared(), 0, content, damage.at(), damage.after().length());
    Files.write(file, content);
    try {
      StoreContents contents = StoreContents.read(copy);
      assertThat(contents).as(where).isEqualTo(store.contents());
      return false;
    } catch (LogException e) {
      assertThat(e.getMessage()).as(where).containsPattern(NAMES_WHERE);
      return true;
    } catch (RuntimeException e) {
      return fail(where, e);
    } finally {
      Folders.delete(copy);
    }
  }
}
