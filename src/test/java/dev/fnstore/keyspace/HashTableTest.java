package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code -Dtable.seed=N} replays. */
class HashTableTest {
  private static final long SEED = Long.getLong("table.seed", System.nanoTime());
  private static final int STEPS = 200_000;

  private final Random random = new Random(SEED);
  private final HashTable<Entry> table = new HashTable<>(new NameHash(SEED));
  private final Map<Bytes, Entry> model = new HashMap<>();

  private static Value value() {
    return new StringValue(Bytes.EMPTY);
  }

  private void add(Bytes key) {
    if (!model.containsKey(key)) {
      Entry entry = new Entry(key, table.hash(key), value());
      table.add(entry);
      model.put(key, entry);
    }
  }

  private void remove(Bytes key) {
    Entry entry = model.remove(key);
    if (entry != null) {
      table.remove(entry);
    }
  }

  /**
   * Grows and shrinks, so that entries are on the way from one table to another most of the time.
   */
  @Test
  void shouldFindWhatIsThere() {
    for (int i = 0; i < STEPS; i++) {
      boolean grows = i / 40_000 % 2 == 0;
      Bytes key = Bytes.of("key" + random.nextInt(30_000));
      if (random.nextInt(10) < (grows ? 7 : 2)) {
        add(key);
      } else {
        remove(key);
      }
      Bytes other = Bytes.of("key" + random.nextInt(30_000));
      assertThat(table.find(other)).as("seed %d, step %d", SEED, i).isSameAs(model.get(other));
      assertThat(table.size()).isEqualTo(model.size());
      if (i % 5_000 == 0) {
        Set<Entry> all = new HashSet<>();
        table.forEach(entry -> assertThat(all.add(entry)).as("seed %d", SEED).isTrue());
        assertThat(all).as("seed %d, step %d", SEED, i).isEqualTo(new HashSet<>(model.values()));
      }
    }
  }

  /** What is fetched ahead is of use only where it is what is found then. */
  @Test
  void shouldHaveNearlyAllThatItFindsAmongTheFirstTwoOfABucket() {
    for (int i = 0; i < STEPS; i++) {
      add(Bytes.of("key" + i));
    }
    assertThat(near()).as("seed %d, on the way", SEED).isGreaterThan(STEPS * 3 / 4);
    for (int i = 0; i < 2; i++) {
      model.keySet().forEach(table::find); // each use moves some
    }
    assertThat(near()).as("seed %d, at rest", SEED).isGreaterThan(STEPS * 9 / 10);
  }

  private int near() {
    int near = 0;
    for (Map.Entry<Bytes, Entry> each : model.entrySet()) {
      int hash = table.hash(each.getKey());
      HashNode<Entry> node = table.first(hash);
      node = node == null ? null : node.orNext(hash);
      near += node == each.getValue() ? 1 : 0;
    }
    return near;
  }

  @Test
  void shouldShowAllThatIsThereAllTheTimeOnceWhileTheTableChanges() {
    for (int round = 0; round < 50; round++) {
      table.clear();
      model.clear();
      Set<Bytes> lasting = new HashSet<>();
      int count = random.nextInt(2_000);
      for (int i = 0; i < count; i++) {
        Bytes key = Bytes.of("stays" + i);
        add(key);
        lasting.add(key);
      }
      for (int i = 0; i < random.nextInt(5_000); i++) {
        add(Bytes.of("goes" + i));
      }
      List<Bytes> seen = new ArrayList<>();
      long position = 0;
      int step = 0;
      while (position >= 0) {
        position = table.scan(position, 1 + random.nextInt(20), entry -> seen.add(entry.key()));
        for (int i = 0; i < 50; i++) {
          step++;
          if (round % 2 == 0) {
            add(Bytes.of("comes" + step));
          } else {
            remove(Bytes.of("goes" + step));
          }
        }
      }
      List<Bytes> seenOfLasting = seen.stream().filter(lasting::contains).toList();
      assertThat(seenOfLasting)
          .as("seed %d, round %d", SEED, round)
          .containsExactlyInAnyOrderElementsOf(lasting);
    }
  }

  @Test
  void shouldDrawEachKeyAboutAsOftenAsTheOthers() {
    int keys = 1_000;
    int draws = 200_000;
    for (int i = 0; i < keys; i++) {
      add(Bytes.of("key" + i));
    }
    Map<Entry, Integer> drawn = new HashMap<>();
    for (int i = 0; i < draws; i++) {
      drawn.merge(table.draw(random::nextInt), 1, Integer::sum);
    }
    assertThat(drawn).as("seed %d", SEED).hasSize(keys);
    // 200 are expected of each; 100 away is seven times the deviation
    assertThat(drawn.values()).as("seed %d", SEED).allMatch(times -> times > 100 && times < 300);
  }

  @Test
  void shouldSpreadKeysThatAreAlike() {
    NameHash hash = new NameHash(SEED);
    Set<Integer> first = new HashSet<>();
    Set<Integer> all = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      int of = hash.of(Bytes.of("user:%08d".formatted(i)));
      all.add(of);
      first.add(of >>> 16);
    }
    assertThat(all).as("seed %d", SEED).hasSizeGreaterThan(99_900);
    assertThat(first).as("seed %d", SEED).hasSizeGreaterThan(48_000); // 51,000 of 65,536 expected
  }

  @Test
  void shouldHashBySeedAndByEveryByte() {
    Bytes key = Bytes.of("some key of more than eight bytes");
    assertThat(new NameHash(1).of(key)).isNotEqualTo(new NameHash(2).of(key));
    NameHash hash = new NameHash(SEED);
    for (int i = 0; i < key.length(); i++) {
      byte[] other = key.toByteArray();
      other[i] ^= 1;
      assertThat(hash.of(Bytes.wrap(other))).as("byte %d", i).isNotEqualTo(hash.of(key));
    }
  }
}
