package dev.fnstore.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.log.RecordFileCheck.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Unfinished records are told from damaged ones, in files that are written here as RocksDB writes
 * them. {@code -Ddurability.seed=N} to replay.
 */
final class RecordFileCheckTest {
  private static final long SEED = Long.getLong("durability.seed", System.nanoTime());
  private static final int SECTOR_BYTES = 512;
  private static final int MASK_DELTA = 0xa282ead8;

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private final List<Integer> starts = new ArrayList<>();
  private final List<Integer> fragments = new ArrayList<>();

  @Test
  void shouldFindWholeFilesSound() throws IOException {
    assertThat(check()).isEqualTo(new Finding.Sound());
    for (int i = 0; i < 60; i++) {
      append(batch(random.nextInt(20_000)));
      assertThat(check()).as("seed %d, %d records", SEED, i).isEqualTo(new Finding.Sound());
    }
  }

  /** Also where a block has exactly so much room left as a head takes, or less. */
  @Test
  void shouldFindFilesSoundWhateverRoomABlockHasLeft() throws IOException {
    for (int left = 0; left < 20; left++) {
      content.reset();
      byte[] one = batch(RecordFile.BLOCK_BYTES - 100);
      append(one);
      append(batch(RecordFile.BLOCK_BYTES - content.size() - left - 30));
      append(batch(50));
      assertThat(check()).as("room %d", left).isEqualTo(new Finding.Sound());
    }
  }

  @Test
  void shouldFindEveryCutOffRecordUnfinished() throws IOException {
    for (int size : new int[] {10, 700, 90_000}) {
      content.reset();
      starts.clear();
      append(batch(1000));
      append(batch(size));
      int start = starts.get(1);
      byte[] all = content.toByteArray();
      for (int length = start + 1; length < all.length; length += 1 + all.length / 3000) {
        Finding found = check(Arrays.copyOf(all, length));
        assertThat(found)
            .as("seed %d, cut at %d of %d", SEED, length, all.length)
            .isEqualTo(new Finding.Unfinished(start, true));
      }
    }
  }

  @Test
  void shouldFindRecordsWithUnwrittenSectorsUnfinished() throws IOException {
    append(batch(1000));
    append(batch(90_000));
    int start = starts.get(1);
    byte[] all = content.toByteArray();
    for (int i = 0; i < 200; i++) {
      byte[] torn = all.clone();
      int sectors = 1 + random.nextInt(20);
      for (int sector = 0; sector < sectors; sector++) {
        int from = Math.max(start, random.nextInt(torn.length) / SECTOR_BYTES * SECTOR_BYTES);
        int to = Math.min(torn.length, from - from % SECTOR_BYTES + SECTOR_BYTES);
        if (to - from >= 16) {
          Arrays.fill(torn, from, to, (byte) 0);
        }
      }
      if (!Arrays.equals(torn, all)) {
        assertThat(check(torn))
            .as("seed %d, turn %d", SEED, i)
            .isInstanceOfSatisfying(
                Finding.Unfinished.class, found -> assertThat(found.start()).isEqualTo(start));
      }
    }
  }

  @Test
  void shouldFindALostSectorBeforeOtherRecordsDamaged() throws IOException {
    append(batch(90_000));
    append(batch(10));
    for (int from = SECTOR_BYTES; from + SECTOR_BYTES < starts.get(1); from += 7 * SECTOR_BYTES) {
      byte[] torn = content.toByteArray();
      Arrays.fill(torn, from, from + SECTOR_BYTES, (byte) 0);
      assertThat(check(torn)).as("sector at %d", from).isInstanceOf(Finding.Damaged.class);
    }
  }

  @Test
  void shouldFindEveryFlippedBitOfEveryHeadDamaged() throws IOException {
    append(batch(100));
    append(batch(70_000));
    append(batch(300));
    for (int fragment : fragments) {
      for (int bit = 0; bit < 8 * RecordFile.HEAD_BYTES; bit++) {
        byte[] damaged = content.toByteArray();
        damaged[fragment + bit / 8] ^= (byte) (1 << (bit % 8));
        assertThat(check(damaged))
            .as("seed %d, bit %d of the head at %d", SEED, bit, fragment)
            .isInstanceOfSatisfying(
                Finding.Damaged.class, found -> assertThat(found.at()).isEqualTo(fragment));
      }
    }
  }

  /** Nothing in the head is left to go by then; what it holds is a batch from end to end. */
  @Test
  void shouldFindALastRecordDamagedWhoseHeadIsGarbage() throws IOException {
    append(batch(100));
    append(batch(300));
    int start = starts.get(1);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = content.toByteArray();
      byte[] garbage = new byte[RecordFile.HEAD_BYTES];
      random.nextBytes(garbage);
      System.arraycopy(garbage, 0, damaged, start, garbage.length);
      assertThat(check(damaged))
          .as("seed %d, head %s", SEED, Arrays.toString(garbage))
          .isInstanceOf(Finding.Damaged.class);
    }
  }

  private Finding check() throws IOException {
    return check(content.toByteArray());
  }

  private Finding check(byte[] bytes) throws IOException {
    Path path = folder.resolve("000001.log");
    Files.write(path, bytes);
    try (RecordFile file = RecordFile.open(path)) {
      return RecordFileCheck.check(file, true);
    }
  }

  /** A write batch of one put into family 1, with a value of {@code size} bytes. */
  private byte[] batch(int size) {
    byte[] value = new byte[size];
    for (int i = 0; i < size; i++) {
      value[i] = (byte) (1 + random.nextInt(127));
    }
    ByteBuffer batch = ByteBuffer.allocate(size + 40).order(ByteOrder.LITTLE_ENDIAN);
    batch.putLong(random.nextLong()).putInt(1).put((byte) 5).put((byte) 1);
    batch.put((byte) 8).putLong(random.nextLong());
    int length = size;
    while (length >= 0x80) {
      batch.put((byte) (length | 0x80));
      length >>>= 7;
    }
    batch.put((byte) length).put(value);
    return Arrays.copyOf(batch.array(), batch.position());
  }

  private void append(byte[] record) {
    starts.add(startOfNext());
    int from = 0;
    boolean begins = true;
    do {
      int at = startOfNext();
      content.writeBytes(new byte[at - content.size()]);
      int room = RecordFile.BLOCK_BYTES - at % RecordFile.BLOCK_BYTES - RecordFile.HEAD_BYTES;
      int length = Math.min(room, record.length - from);
      boolean ends = from + length == record.length;
      int type =
          begins
              ? (ends ? RecordFile.WHOLE : RecordFile.FIRST)
              : (ends ? RecordFile.LAST : RecordFile.MIDDLE);
      fragments.add(at);
      content.writeBytes(head(type, record, from, length));
      content.write(record, from, length);
      from += length;
      begins = false;
    } while (from < record.length);
  }

  private int startOfNext() {
    int room = RecordFile.BLOCK_BYTES - content.size() % RecordFile.BLOCK_BYTES;
    return room < RecordFile.HEAD_BYTES ? content.size() + room : content.size();
  }

  private static byte[] head(int type, byte[] record, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(type);
    crc.update(record, from, length);
    return ByteBuffer.allocate(RecordFile.HEAD_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA)
        .putShort((short) length)
        .put((byte) type)
        .array();
  }
}
