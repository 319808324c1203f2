package dev.fnstore.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.history.Recovery;
import dev.fnstore.history.Snapshots;
import dev.fnstore.history.Verdict;
import dev.fnstore.history.Verifier;
import dev.fnstore.model.Event;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.testing.SampleEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Somebody who can write the log changes a byte and has RocksDB write good checksums for it: every
 * byte of every event, source and snapshot in turn.
 */
final class TamperTest {
  @TempDir Path path;

  @Test
  void shouldFindEveryByteThatIsChanged() throws RocksDBException {
    List<Event> events = SampleEvents.ofFormat2();
    try (DataFolder folder = DataFolder.open(path);
        LogStore log = LogStore.open(folder)) {
      write(log, events);
      assertThat(Verifier.verify(log).reason()).isEmpty();
      Map<Family, Integer> altered = new TreeMap<>();
      for (Family family : List.of(Family.EVENTS, Family.CODE, Family.SNAPSHOTS)) {
        for (byte[] key : keys(log, family)) {
          altered.merge(family, alterEachByte(log, family, key), Integer::sum);
        }
      }
      System.out.println("bytes altered, each found: " + altered);
      assertThat(altered.get(Family.EVENTS)).isGreaterThan(1500);
      assertThat(altered.get(Family.CODE)).isGreaterThan(60);
      assertThat(altered.get(Family.SNAPSHOTS)).isGreaterThan(300);
      assertThat(Verifier.verify(log).reason()).isEmpty();
    }
  }

  @Test
  void shouldFindEventsThatAreMissingOrSwapped() throws RocksDBException {
    List<Event> events = SampleEvents.ofFormat2();
    try (DataFolder folder = DataFolder.open(path);
        LogStore log = LogStore.open(folder)) {
      write(log, events);
      for (int revision = 1; revision < events.size(); revision++) {
        byte[] key = Keys.revision(new Revision(revision));
        byte[] next = Keys.revision(new Revision(revision + 1L));
        byte[] value = get(log, Family.EVENTS, key);
        byte[] nextValue = get(log, Family.EVENTS, next);
        remove(log, Family.EVENTS, key);
        assertThat(Verifier.verify(log).firstBad()).isEqualTo(new Revision(revision));
        put(log, Family.EVENTS, key, nextValue);
        put(log, Family.EVENTS, next, value);
        assertThat(Verifier.verify(log).firstBad()).isEqualTo(new Revision(revision));
        put(log, Family.EVENTS, key, value);
        put(log, Family.EVENTS, next, nextValue);
      }
      assertThat(Verifier.verify(log).reason()).isEmpty();
    }
  }

  @Test
  void shouldFindEntriesOfIndexesThatAreMissingOrTooMany() throws RocksDBException {
    try (DataFolder folder = DataFolder.open(path);
        LogStore log = LogStore.open(folder)) {
      write(log, SampleEvents.ofFormat2());
      int altered = 0;
      for (Index index : Index.values()) {
        for (byte[] key : keys(log, index.family())) {
          remove(log, index.family(), key);
          assertThat(Verifier.verify(log).firstBad()).isEqualTo(new Revision(Keys.indexed(key)));
          put(log, index.family(), key, new byte[0]);
          byte[] other = key.clone();
          other[0] ^= 0x20; // as if the event were of another library, user or kind too
          put(log, index.family(), other, new byte[0]);
          assertThat(Verifier.verify(log).reason().orElseThrow())
              .endsWith("has 1 entries that are of no event");
          remove(log, index.family(), other);
          altered++;
        }
      }
      for (byte[] name : keys(log, Family.NAMES)) {
        remove(log, Family.NAMES, name);
        assertThat(Verifier.verify(log).reason().orElseThrow())
            .endsWith("is not among the names of libraries");
        put(log, Family.NAMES, name, new byte[0]);
        altered++;
      }
      assertThat(altered).isGreaterThan(20);
      assertThat(Verifier.verify(log).reason()).isEmpty();
    }
  }

  private static void write(LogStore log, List<Event> events) {
    var heads =
        log.events()
            .append(
                events.stream()
                    .map(event -> new LogEntry(event, SampleEvents.librariesOf(event)))
                    .toList(),
                SampleEvents.sources());
    RegistryImage image = RegistryImage.EMPTY;
    for (int i = 0; i < events.size(); i++) {
      image = image.fold(events.get(i));
      if (i % 4 == 3) {
        var unused = log.snapshots().write(Snapshots.of(image, heads.get(i)));
      }
    }
  }

  private static int alterEachByte(LogStore log, Family family, byte[] key)
      throws RocksDBException {
    byte[] value = get(log, family, key);
    for (int i = 0; i < value.length; i++) {
      byte[] altered = value.clone();
      altered[i] ^= (byte) (1 << (i % 8));
      put(log, family, key, altered);
      Verdict verdict = Verifier.verify(log);
      assertThat(verdict.holds())
          .as("byte %s of %s, key %s", i, family, Keys.class.getSimpleName())
          .isFalse();
      assertThat(verdict.firstBad()).as(verdict.reason().orElse("")).isNotNull();
      if (family != Family.CODE) {
        assertThat(verdict.firstBad()).isEqualTo(Keys.revision(key));
      }
      assertStartIsRight(log);
    }
    put(log, family, key, value);
    return value.length;
  }

  /** A start refuses what is damaged, or does without it. */
  private static void assertStartIsRight(LogStore log) {
    RegistryImage image;
    try {
      image = Recovery.run(log, Recovery.plan(log)).image();
    } catch (LogException e) {
      return;
    }
    assertThat(image).isEqualTo(fold(SampleEvents.ofFormat2()));
  }

  private static RegistryImage fold(List<Event> events) {
    RegistryImage image = RegistryImage.EMPTY;
    for (Event event : events) {
      image = image.fold(event);
    }
    return image;
  }

  private static List<byte[]> keys(LogStore log, Family family) {
    List<byte[]> keys = new ArrayList<>();
    try (RocksIterator entries = log.database().iterator(family)) {
      for (entries.seekToFirst(); entries.isValid(); entries.next()) {
        keys.add(entries.key());
      }
    }
    return keys;
  }

  private static byte[] get(LogStore log, Family family, byte[] key) throws RocksDBException {
    byte[] value = log.database().get(family, key);
    assertThat(value).isNotNull();
    return value == null ? new byte[0] : value;
  }

  private static void put(LogStore log, Family family, byte[] key, byte[] value)
      throws RocksDBException {
    try (WriteBatch batch = new WriteBatch()) {
      log.database().put(batch, family, key, value);
      log.database().write(batch);
    }
  }

  private static void remove(LogStore log, Family family, byte[] key) throws RocksDBException {
    try (WriteBatch batch = new WriteBatch()) {
      log.database().delete(batch, family, key);
      log.database().write(batch);
    }
  }
}
