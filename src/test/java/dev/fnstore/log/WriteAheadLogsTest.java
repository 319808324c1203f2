package dev.fnstore.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.testing.Folders;
import java.io.IOException;
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
    check("none", logs.size() - 1, Files.readAllBytes(store.resolve(last())), RECORDS, true);
    assertThat(kept()).isEmpty();
  }

  private Path last() {
    return logs.get(logs.size() - 1);
  }

  /** RocksDB never comes to an end with some of them. */
  @Test
  void shouldEndBeforeARecordOfEveryType() throws IOException, RocksDBException {
    for (int type = 0; type < 256; type += type < 16 ? 1 : random.nextInt(60)) {
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
    int log = random.nextInt(logs.size());
    List<Long> inLog = ends.get(log);
    int record = random.nextInt(inLog.size());
    int at = record == 0 ? 0 : Math.toIntExact(inLog.get(record - 1));
    int room = RecordFile.BLOCK_BYTES - at % RecordFile.BLOCK_BYTES;
    at += room < RecordFile.HEAD_BYTES ? room : 0;
    byte[] content = Files.readAllBytes(store.resolve(logs.get(log)));
    byte[] before = content.clone();
    damage.of(content, at);
    boolean isDamaged = !Arrays.equals(before, content);
    int found = isDamaged ? before(log) + record : RECORDS;
    check("%s of record %d in log %d".formatted(what, record, log), log, content, found, true);
  }

  /** Anywhere, so that it may be where nothing is, between two blocks. */
  @Test
  void shouldEndBeforeAnythingThatIsNotAsItWas() throws IOException, RocksDBException {
    for (int i = 0; i < ROUNDS; i++) {
      int log = random.nextInt(logs.size());
      byte[] content = Files.readAllBytes(store.resolve(logs.get(log)));
      int at = random.nextInt(content.length);
      boolean isShort = random.nextInt(3) == 0;
      if (isShort) {
        content = Arrays.copyOf(content, at);
      } else if (random.nextBoolean()) {
        content[at] ^= (byte) (1 << random.nextInt(8));
      } else {
        Arrays.fill(content, at, Math.min(content.length, at + 512), (byte) 0);
      }
      int whole = (int) ends.get(log).stream().filter(end -> end <= at).count();
      String what = isShort ? "cut" : "other bytes";
      check(
          "%s at %d of log %d".formatted(what, at, log), log, content, before(log) + whole, false);
    }
  }

  private int before(int log) {
    return ends.subList(0, log).stream().mapToInt(List::size).sum();
  }

  /**
   * That RocksDB finds the first of all records, so many of them or more.
   *
   * @param isAll whether there are not more
   */
  private void check(String what, int log, byte[] content, int least, boolean isAll)
      throws IOException, RocksDBException {
    String where = "seed %d, %s".formatted(SEED, what);
    Path damaged = folder.resolve("keys");
    copy(store, damaged);
    Files.write(damaged.resolve(logs.get(log)), content);

    WriteAheadLogs.endBeforeDamage(damaged);

    checkKept(where, damaged, log, content);
    Path again = folder.resolve("again");
    copy(damaged, again);
    WriteAheadLogs.endBeforeDamage(again);
    assertThat(contents(again)).as(where + ": a second time").isEqualTo(contents(damaged));
    try (Options options = options(false);
        RocksDB rocks = RocksDB.open(options, damaged.toString())) {
      int found = 0;
      try (RocksIterator each = rocks.newIterator()) {
        for (each.seekToFirst(); each.isValid(); each.next()) {
          assertThat(each.key()).as(where).isEqualTo(key(found++));
        }
      }
      assertThat(found).as(where).isBetween(least, isAll ? least : RECORDS);
      rocks.put(key(found), new byte[10]);
    }
    Folders.delete(damaged);
    Folders.delete(again);
    for (Path file : kept()) {
      Files.delete(file);
    }
  }

  /** Nothing is gone: what is no longer in a log, or may not be read, is beside the folder. */
  private void checkKept(String where, Path damaged, int log, byte[] content) throws IOException {
    byte[] left = Files.readAllBytes(damaged.resolve(logs.get(log)));
    if (Arrays.equals(left, content)) {
      return;
    }
    for (Path file : kept()) {
      String name = file.getFileName().toString();
      int start = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
      if (name.contains(logs.get(log).toString())) {
        assertThat(Files.readAllBytes(file))
            .as(where)
            .isEqualTo(Arrays.copyOfRange(content, start, content.length));
        assertThat(Arrays.copyOf(left, start)).as(where).isEqualTo(Arrays.copyOf(content, start));
      }
    }
    assertThat(kept()).as(where).hasSize(logs.size() - log);
    for (Path later : logs.subList(log + 1, logs.size())) {
      assertThat(folder.resolve("cut-keys-" + later + "-at-0"))
          .as(where)
          .hasSameBinaryContentAs(store.resolve(later));
    }
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("cut-keys-")).toList();
    }
  }

  private static List<String> contents(Path of) throws IOException {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> files = Files.list(of).sorted()) {
      for (Path file : files.toList()) {
        contents.add(file.getFileName() + ": " + Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return contents;
  }
}
