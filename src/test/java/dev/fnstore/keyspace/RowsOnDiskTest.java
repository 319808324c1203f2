package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.data.DataFsync;
import dev.fnstore.data.KeysOnDisk;
import dev.fnstore.resp.Protocol;
import dev.fnstore.testing.Polling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * As {@link RowsTest}, but the rows go through RocksDB, in batches as a server makes them. {@code
 * -Drows.seed=N} runs one seed alone, {@code -Drows.seeds=N} as many.
 */
final class RowsOnDiskTest {
  private static final Long ONLY_SEED = Long.getLong("rows.seed");
  private static final int SEEDS = Integer.getInteger("rows.seeds", 3);
  private static final List<DataFsync> FSYNCS = List.of(DataFsync.values());
  private static final int COMMANDS = 3_000;
  private static final int COMMANDS_PER_BATCH = 10;
  private static final int COMMANDS_PER_START = 500;
  private static final int DATABASES = 2;
  private static final long START_MS = 2_000_000_000_000L;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {8192, 60, 0})
  void shouldBringBackWhatTheKeyspaceHeld(int mostPackedBytes) {
    long first = ONLY_SEED != null ? ONLY_SEED : 0;
    long last = ONLY_SEED != null ? ONLY_SEED : SEEDS - 1L;
    for (long seed = first; seed <= last; seed++) {
      run(seed, mostPackedBytes, folder.resolve(mostPackedBytes + "-" + seed));
    }
  }

  /** A few changes waited for the executor's thread, which may be kept out for long. */
  @Test
  void shouldHandOverFewChangesTooWithoutTheExecutor() {
    Keyspace keyspace = keyspace(60);
    try (KeysOnDisk keys = KeysOnDisk.open(folder, keyspace, () -> DataFsync.EVERYSEC, () -> 0)) {
      new Subject(keyspace, Protocol.RESP3, START_MS).call("set key value");
      Polling.until(
          "handed over",
          () -> {
            keys.commitWithoutWaiting();
            return !keyspace.isUnwritten();
          });
    }
  }

  private static void run(long seed, int mostPackedBytes, Path data) {
    assertThat(data.toFile().mkdir()).isTrue();
    Random random = new Random(seed);
    Workload workload = new Workload(seed, true);
    DataFsync fsync = FSYNCS.get(random.nextInt(FSYNCS.size()));
    Keyspace keyspace = keyspace(mostPackedBytes);
    KeysOnDisk keys = KeysOnDisk.open(data, keyspace, () -> fsync, () -> 0);
    Subject subject = new Subject(keyspace, Protocol.RESP3, START_MS);
    List<List<Bytes>> since = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      List<Bytes> words = workload.next();
      subject.setTime(START_MS + 10L * i);
      subject.call(words);
      since.add(words);
      if (random.nextInt(COMMANDS_PER_BATCH) == 0) {
        keys.commit();
        keys.commitWithoutWaiting();
      }
      if (random.nextInt(COMMANDS_PER_START) == 0) {
        if (random.nextBoolean()) {
          keys.save();
        }
        keys.close();
        Keyspace before = keyspace;
        keyspace = keyspace(mostPackedBytes);
        keys = KeysOnDisk.open(data, keyspace, () -> fsync, () -> 0);
        assertThat(Contents.of(keyspace))
            .as(
                "-Drows.seed=%d, %d bytes packed, %s, command %d, of %s",
                seed, mostPackedBytes, fsync, i, since)
            .isEqualTo(Contents.of(before));
        subject = new Subject(keyspace, Protocol.RESP3, START_MS + 10L * i);
        since.clear();
      }
    }
    keys.close();
  }

  private static Keyspace keyspace(int mostPackedBytes) {
    Keyspace keyspace = new Keyspace(DATABASES);
    keyspace.keepRows(mostPackedBytes);
    return keyspace;
  }
}
