package dev.fnstore.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.testing.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;

/**
 * Several write-ahead logs of one RocksDB, whose records are damaged as a power cut or a bad disk
 * may leave them: RocksDB opens, and finds what was written before the damage, and nothing else.
 *
 * <p>{@code -Ddurability.seed=N} to replay.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WriteAheadLogsTest {
  private static final long SEED = Long.getLong("durability.seed", System.nanoTime());
  private static final int RECORDS = 400;
  private static final int MOST_VALUE_BYTES = 3_000;
  private static final int LARGE_VALUE_BYTES = 70_000;
  private static final int ROUNDS = 150;

  @TempDir Path folder;

  private final Random random = new Random(SEED);

  /** The folder of a process that was killed, and its logs with the ends of their records. */
  private Path store = Path.of("");

  private final List<Path> logs = new ArrayList<>();
  private final List<List<Long>> ends = new ArrayList<>();

  @BeforeEach
  void write() throws IOException, RocksDBException {
    NativeLibrary.load();
    Path live = folder.resolve("live");
    store = Files.createDirectory(folder.resolve("killed"));
    try (Options options = options(true);
        RocksDB rocks = RocksDB.open(options, live.toString())) {
      for (int i = 0; i < RECORDS; i++) {
        boolean isLarge = random.nextInt(50) == 0;
        byte[] value = new byte[random.nextInt(isLarge ? LARGE_VALUE_BYTES : MOST_VALUE_BYTES)];
        random.nextBytes(value);
        rocks.put(key(i), value);
      }
      copy(live, store);
    }
    for (Path log : WriteAheadLogs.in(store)) {
      logs.add(log.getFileName());
      ends.add(recordEnds(log));
    }
    assertThat(logs).as("seed %d", SEED).hasSizeGreaterThan(3);
    assertThat(ends.stream().mapToInt(List::size).sum()).isEqualTo(RECORDS);
  }

  /** As many write buffers as it likes, so that nothing is in tables. */
  private static Options options(boolean isNew) {
    return new Options()
        .setCreateIfMissing(isNew)
        .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
        .setWriteBufferSize(64 << 10)
        .setMinWriteBufferNumberToMerge(100)
        .setMaxWriteBufferNumber(200);
  }

  private static byte[] key(int number) {
    return "%06d".formatted(number).getBytes(StandardCharsets.US_ASCII);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static List<Long> recordEnds(Path log) throws IOException {
    List<Long> ends = new ArrayList<>();
    try (RecordFile file = RecordFile.open(log)) {
      long position = 0;
      while (file.blockEnd(position) - position >= RecordFile.HEAD_BYTES
          || RecordFile.blockStart(position) + RecordFile.BLOCK_BYTES < file.size()) {
        if (file.blockEnd(position) - position < RecordFile.HEAD_BYTES) {
          position = RecordFile.blockStart(position) + RecordFile.BLOCK_BYTES;
        }
        int type = file.headAt(position).type();
        OptionalLong end = file.fragmentEnd(position);
        position = end.orElseThrow();
        if (type == RecordFile.WHOLE || type == RecordFile.LAST) {
          ends.add(position);
        }
      }
    }
    return ends;
  }

  /** What becomes of a log from a byte of it on. */
  private interface Damage {
    void of(byte[] content, int at);
  }

  @Test
  void shouldLeaveWholeLogsAsTheyAre() throws IOException, RocksDBException {
    check("none", contents(), RECORDS, true);
    assertThat(kept()).isEmpty();
  }

  /** RocksDB never comes to an end with some of them. */
  @Test
  void shouldEndBeforeARecordOfEveryType() throws IOException, RocksDBException {
    for (int type = 0; type < 256; type += type < 16 ? 1 : 1 + random.nextInt(60)) {
      byte damaged = (byte) type;
      damageAtARecord("type " + type, (content, at) -> content[at + 6] = damaged);
    }
  }

  @Test
  void shouldEndBeforeGarbage() throws IOException, RocksDBException {
    for (int i = 0; i < ROUNDS; i++) {
      damageAtARecord("garbage", (content, at) -> fill(content, at));
    }
  }

  private void fill(byte[] content, int at) {
    byte[] garbage = new byte[content.length - at];
    random.nextBytes(garbage);
    System.arraycopy(garbage, 0, content, at, garbage.length);
  }

  private void damageAtARecord(String what, Damage damage) throws IOException, RocksDBException {
    List<byte[]> contents = contents();
    int log = random.nextInt(logs.size());
    int record = random.nextInt(ends.get(log).size());
    boolean isDamaged = damage(contents.get(log), log, record, damage);
    int other = random.nextInt(logs.size());
    if (isDamaged && other > log) { // nothing is read there
      damage(contents.get(other), other, random.nextInt(ends.get(other).size()), damage);
    }
    int found = isDamaged ? before(log) + record : RECORDS;
    check(
        "%s of record %d in log %d, %d".formatted(what, record, log, other), contents, found, true);
  }

  /** Whether another byte is there now. */
  private boolean damage(byte[] content, int log, int record, Damage damage) {
    byte[] before = content.clone();
    int at = start(log, record);
    int room = RecordFile.BLOCK_BYTES - at % RecordFile.BLOCK_BYTES;
    damage.of(content, at + (room < RecordFile.HEAD_BYTES ? room : 0));
    return !Arrays.equals(before, content);
  }

  /** Where the one before ends. */
  private int start(int log, int record) {
    return record == 0 ? 0 : Math.toIntExact(ends.get(log).get(record - 1));
  }

  /** What is there is whole, but not all that was: RocksDB alone would read the logs behind. */
  @Test
  void shouldEndWhereTheEndOfALogIsMissing() throws IOException, RocksDBException {
    for (int log = 0; log < logs.size(); log++) {
      List<Integer> records = new ArrayList<>(List.of(0, ends.get(log).size() - 1));
      records.add(random.nextInt(ends.get(log).size()));
      for (int record : records) {
        List<byte[]> contents = contents();
        contents.set(log, Arrays.copyOf(contents.get(log), start(log, record)));
        String what = "log %d without its records from %d on".formatted(log, record);
        check(what, contents, before(log) + record, true);
      }
    }
  }

  @Test
  void shouldEndWhereALogIsMissing() throws IOException, RocksDBException {
    int log = 1 + random.nextInt(logs.size() - 2);
    List<byte[]> contents = contents();
    Path gone = logs.remove(log);
    contents.remove(log);
    check("without " + gone, contents, before(log), true);
  }

  /** Anywhere, so that it may be where nothing is, between two blocks. */
  @Test
  void shouldEndBeforeAnythingThatIsNotAsItWas() throws IOException, RocksDBException {
    for (int i = 0; i < ROUNDS; i++) {
      List<byte[]> contents = contents();
      int log = random.nextInt(logs.size());
      byte[] content = contents.get(log);
      int at = random.nextInt(content.length);
      boolean isShort = random.nextInt(3) == 0;
      if (isShort) {
        contents.set(log, Arrays.copyOf(content, at));
      } else if (random.nextBoolean()) {
        content[at] ^= (byte) (1 << random.nextInt(8));
      } else {
        Arrays.fill(content, at, Math.min(content.length, at + 512), (byte) 0);
      }
      int whole = (int) ends.get(log).stream().filter(end -> end <= at).count();
      String what = isShort ? "cut" : "other bytes";
      check("%s at %d of log %d".formatted(what, at, log), contents, before(log) + whole, false);
    }
  }

  @Test
  void shouldRefuseWhatIsNotWrittenHere() throws IOException {
    Path damaged = folder.resolve("keys");
    copy(store, damaged);
    byte[] content = contents().get(0);
    int length = (content[4] & 0xff) | (content[5] & 0xff) << 8;
    CRC32C crc = new CRC32C();
    crc.update(10);
    crc.update(content, RecordFile.HEAD_BYTES, length);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(0, masked).put(6, (byte) 10);
    Files.write(damaged.resolve(logs.get(0)), content);
    assertThatThrownBy(() -> WriteAheadLogs.endBeforeLoss(damaged))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(logs.get(0) + " at byte 0");
  }

  private List<byte[]> contents() throws IOException {
    List<byte[]> contents = new ArrayList<>();
    for (Path log : logs) {
      contents.add(Files.readAllBytes(store.resolve(log)));
    }
    return contents;
  }

  private int before(int log) {
    return ends.subList(0, log).stream().mapToInt(List::size).sum();
  }

  /**
   * That RocksDB finds the first of all records, so many of them or more.
   *
   * @param isAll whether there are not more
   */
  private void check(String what, List<byte[]> contents, int least, boolean isAll)
      throws IOException, RocksDBException {
    String where = "seed %d, %s".formatted(SEED, what);
    Path damaged = folder.resolve("keys");
    copy(store, damaged);
    for (Path log : WriteAheadLogs.in(damaged)) {
      int index = logs.indexOf(log.getFileName());
      if (index < 0) {
        Files.delete(log);
      } else {
        Files.write(log, contents.get(index));
      }
    }
    Path older = Files.writeString(folder.resolve("cut-keys-" + logs.get(1)), "of another folder");

    WriteAheadLogs.endBeforeLoss(damaged);
    checkKept(where, damaged, contents);
    List<String> once = hashes(damaged);
    List<Path> keptOnce = kept();
    WriteAheadLogs.endBeforeLoss(damaged);
    assertThat(hashes(damaged)).as(where + ": a second time").isEqualTo(once);
    assertThat(kept()).as(where + ": a second time").isEqualTo(keptOnce);
    assertThat(older).as(where).hasContent("of another folder");

    try (Options options = options(false);
        RocksDB rocks = RocksDB.open(options, damaged.toString())) {
      int found = 0;
      try (RocksIterator each = rocks.newIterator()) {
        for (each.seekToFirst(); each.isValid(); each.next()) {
          assertThat(each.key()).as(where).isEqualTo(key(found++));
        }
      }
      assertThat(found).as(where).isBetween(least, isAll ? least : RECORDS);
    }
    Folders.delete(damaged);
    Files.delete(older);
    for (Path file : kept()) {
      Files.delete(file);
    }
  }

  /**
   * Nothing is gone: each log that has not all of its bytes any more, and each behind it, is kept.
   */
  private void checkKept(String where, Path damaged, List<byte[]> contents) throws IOException {
    List<byte[]> kept = new ArrayList<>();
    for (Path file : kept()) {
      kept.add(Files.readAllBytes(file));
    }
    boolean isBehind = false;
    for (int log = 0; log < logs.size(); log++) {
      byte[] before = contents.get(log);
      byte[] left = Files.readAllBytes(damaged.resolve(logs.get(log)));
      boolean isThere =
          left.length >= before.length && Arrays.equals(Arrays.copyOf(left, before.length), before);
      if (!isThere || isBehind) {
        assertThat(kept).as("%s: log %d", where, log).anyMatch(one -> Arrays.equals(one, before));
      }
      isBehind |= !Arrays.equals(left, before);
    }
    assertThat(isBehind || kept.isEmpty()).as(where).isTrue();
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Path older = folder.resolve("cut-keys-" + logs.get(1));
      return files
          .filter(file -> file.getFileName().toString().startsWith("cut-keys-"))
          .filter(file -> !file.equals(older))
          .sorted()
          .toList();
    }
  }

  private static List<String> hashes(Path of) throws IOException {
    List<String> hashes = new ArrayList<>();
    try (Stream<Path> files = Files.list(of).sorted()) {
      for (Path file : files.toList()) {
        hashes.add(file.getFileName() + ": " + Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return hashes;
  }
}
