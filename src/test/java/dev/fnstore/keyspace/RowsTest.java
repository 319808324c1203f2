package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -Drows.seed=N} runs one seed alone, {@code -Drows.seeds=N} as many. */
class RowsTest {
  private static final Long ONLY_SEED = Long.getLong("rows.seed");
  private static final int SEEDS = Integer.getInteger("rows.seeds", 20);
  private static final int COMMANDS = 2_000;
  private static final int DATABASES = 2;
  private static final long START_MS = 2_000_000_000_000L;

  private final RowTables tables = new RowTables();

  /** With all values packed, some, and all but strings spread. */
  @ParameterizedTest
  @ValueSource(ints = {8192, 60, 0})
  void shouldHoldWhatTheKeyspaceHolds(int mostPackedBytes) {
    long first = ONLY_SEED != null ? ONLY_SEED : 0;
    long last = ONLY_SEED != null ? ONLY_SEED : SEEDS - 1L;
    for (long seed = first; seed <= last; seed++) {
      run(seed, mostPackedBytes);
    }
  }

  private void run(long seed, int mostPackedBytes) {
    Random random = new Random(seed);
    Workload workload = new Workload(seed, true);
    RowTables rows = new RowTables();
    Keyspace keyspace = new Keyspace(DATABASES);
    keyspace.keepRows(mostPackedBytes);
    Subject subject = new Subject(keyspace, Protocol.RESP3, START_MS);
    List<List<Bytes>> since = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      List<Bytes> words = random.nextInt(100) == 0 ? swap() : workload.next();
      subject.setTime(START_MS + 10L * i);
      subject.call(words);
      since.add(words);
      if (random.nextInt(10) == 0) {
        keyspace.writeChanges(rows);
        Keyspace loaded = rows.load(DATABASES, mostPackedBytes);
        assertThat(Contents.of(loaded))
            .as(
                "-Drows.seed=%d, %d bytes packed, command %d, of %s",
                seed, mostPackedBytes, i, since)
            .isEqualTo(Contents.of(keyspace));
        since.clear();
        if (random.nextInt(3) == 0) {
          keyspace = loaded;
          subject = new Subject(keyspace, Protocol.RESP3, START_MS + 10L * i);
        }
      }
    }
    subject.call("flushall");
    keyspace.writeChanges(rows);
    assertThat(rows.table(RowTable.KEYS)).as("seed %d: keys left behind", seed).isEmpty();
    assertThat(rows.table(RowTable.ELEMENTS)).as("seed %d: elements left behind", seed).isEmpty();
  }

  private static List<Bytes> swap() {
    return List.of(Bytes.of("swapdb"), Bytes.of("0"), Bytes.of("1"));
  }

  private Subject subject(int mostPackedBytes) {
    Keyspace keyspace = new Keyspace(DATABASES);
    keyspace.keepRows(mostPackedBytes);
    return new Subject(keyspace, Protocol.RESP3, START_MS);
  }

  @Test
  void shouldWriteAKeyOnceHoweverOftenItHasChanged() {
    Subject subject = subject(8192);
    for (int i = 0; i < 100; i++) {
      subject.call("incr counter");
    }

    assertThat(subject.keyspace().unwrittenKeys()).isOne();
    assertThat(subject.keyspace().unwrittenRows()).isOne();
    subject.keyspace().writeChanges(tables);
    assertThat(subject.keyspace().isUnwritten()).isFalse();
    assertThat(subject.keyspace().unwrittenRows()).isZero();
    assertThat(tables.table(RowTable.KEYS)).hasSize(1);
  }

  @Test
  void shouldWriteOfALargeValueOnlyWhatHasChanged() {
    Subject subject = subject(100);
    for (int i = 0; i < 1000; i++) {
      subject.call("hset hash field%d value%d".formatted(i, i));
      subject.call("rpush list element%d".formatted(i));
    }
    subject.keyspace().writeChanges(tables);
    assertThat(tables.table(RowTable.ELEMENTS)).hasSize(2000);

    subject.call("hset hash field7 other");
    subject.call("hdel hash field8");
    subject.call("lpop list");
    subject.call("lpush list a b");
    RowTables changes = new RowTables();
    subject.keyspace().writeChanges(changes);

    assertThat(changes.table(RowTable.KEYS)).hasSize(2);
    assertThat(changes.table(RowTable.ELEMENTS).values())
        .containsExactlyInAnyOrder(Bytes.of("other"), Bytes.of("a"), Bytes.of("b"));
  }

  /** A list is one key: sixty thousand of its elements were written in one go. */
  @Test
  void shouldCountElementsThatHaveRowsOfTheirOwn() {
    Subject subject = subject(100);
    subject.call("rpush list " + "element ".repeat(50).strip());
    subject.call("rpush small a");
    subject.keyspace().writeChanges(tables);

    subject.call("rpush small b c d");
    assertThat(subject.keyspace().unwrittenRows()).isOne();
    subject.call("rpush list a b");
    subject.call("rpush list c");
    assertThat(subject.keyspace().unwrittenRows()).isEqualTo(1 + 1 + 3);
    subject.keyspace().writeChanges(tables);
    assertThat(subject.keyspace().unwrittenRows()).isZero();
  }

  /** All of them are looked at each time: with 2,000 groups XADD was seven times as slow. */
  @Test
  void shouldNotCountEntriesOfAStreamWithManyGroups() {
    Subject subject = subject(0);
    subject.call("xadd stream 1-1 field value");
    subject.keyspace().writeChanges(tables);
    subject.call("xadd stream 1-2 field value");
    assertThat(subject.keyspace().unwrittenRows()).isEqualTo(2);
    for (int i = 0; i < 20; i++) {
      subject.call("xgroup create stream group%d 0".formatted(i));
    }
    subject.keyspace().writeChanges(tables);
    subject.call("xadd stream 1-3 field value");
    assertThat(subject.keyspace().unwrittenRows()).isOne();
  }

  @Test
  void shouldMoveALargeValueWithoutWritingItsElements() {
    Subject subject = subject(0);
    subject.call("rpush list a b c");
    subject.keyspace().writeChanges(tables);

    subject.call("rename list other");
    RowTables changes = new RowTables();
    subject.keyspace().writeChanges(changes);

    assertThat(changes.table(RowTable.KEYS)).hasSize(1);
    assertThat(changes.table(RowTable.ELEMENTS)).isEmpty();
  }

  @Test
  void shouldKeepAKeyThatHasExpiredFromComingBack() {
    Subject subject = subject(8192);
    subject.call("set key value px 100");
    subject.keyspace().writeChanges(tables);

    Subject later = new Subject(tables.load(DATABASES, 8192), Protocol.RESP3, START_MS + 101);
    assertThat(later.call("get key")).isEqualTo(Reply.NULL);
    later.keyspace().writeChanges(tables);

    // not even where the clock goes back
    Subject again = new Subject(tables.load(DATABASES, 8192), Protocol.RESP3, START_MS);
    assertThat(again.call("get key")).isEqualTo(Reply.NULL);
  }

  @Test
  void shouldRefuseRowsThatAreNotAsTheyAreWritten() {
    Subject subject = subject(0);
    subject.call("rpush list a b c");
    subject.call("zadd sorted 1 a");
    subject.keyspace().writeChanges(tables);

    for (RowTable table : RowTable.values()) {
      for (Bytes key : List.copyOf(tables.table(table).keySet())) {
        Bytes value = Objects.requireNonNull(tables.table(table).get(key));
        if (value.isEmpty()) {
          continue;
        }
        tables.table(table).put(key, value.slice(0, value.length() - 1));
        if (!table.equals(RowTable.ELEMENTS) || value.length() == Double.BYTES) {
          assertThatThrownBy(() -> tables.load(DATABASES, 0))
              .isInstanceOf(DamagedRowException.class);
        }
        tables.table(table).put(key, value);
      }
    }
    Bytes middle = tables.table(RowTable.ELEMENTS).keySet().stream().toList().get(1);
    tables.table(RowTable.ELEMENTS).remove(middle);
    assertThatThrownBy(() -> tables.load(DATABASES, 0)).hasMessageContaining("is missing");
  }

  @Test
  void shouldRefuseKeysOfADatabaseThatIsNotThere() {
    Subject subject = subject(0);
    subject.call("set key value");
    subject.call("swapdb 0 1");
    subject.keyspace().writeChanges(tables);

    assertThatThrownBy(() -> tables.load(1, 0)).hasMessageContaining("`databases`");
  }
}
