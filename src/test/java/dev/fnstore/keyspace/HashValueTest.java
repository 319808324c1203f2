package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code -Dhash.seed=N} replays. */
class HashValueTest {
  private static final long SEED = Long.getLong("hash.seed", System.nanoTime());

  /** Fields and values of lengths around those where a count takes another byte. */
  @Test
  void shouldHoldFieldsInTheOrderInWhichTheyCame() {
    Random random = new Random(SEED);
    for (int round = 0; round < 300; round++) {
      HashValue hash = new HashValue();
      Map<Bytes, Bytes> model = new LinkedHashMap<>();
      int names = 1 + random.nextInt(200);
      for (int i = 0; i < 400; i++) {
        Bytes field = Bytes.of("f".repeat(random.nextInt(2) * 125) + random.nextInt(names));
        if (random.nextInt(4) == 0) {
          assertThat(hash.remove(field)).as("seed %d", SEED).isEqualTo(model.remove(field) != null);
        } else {
          byte[] value =
              new byte[random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(9)];
          random.nextBytes(value);
          boolean isNew = hash.set(field, Bytes.wrap(value));
          assertThat(isNew)
              .as("seed %d", SEED)
              .isEqualTo(model.put(field, Bytes.wrap(value)) == null);
        }
        assertThat(hash.size()).as("seed %d", SEED).isEqualTo(model.size());
        Bytes other = Bytes.of(random.nextInt(names));
        assertThat(hash.get(other)).as("seed %d", SEED).isEqualTo(model.get(other));
        assertThat(hash.has(other)).as("seed %d", SEED).isEqualTo(model.containsKey(other));
      }
      Map<Bytes, Bytes> found = new LinkedHashMap<>();
      hash.copy().forEach(found::put);
      assertThat(found).as("seed %d, round %d", SEED, round).containsExactlyEntriesOf(model);
    }
  }

  /** A value as long as before is put where that was. */
  @Test
  void shouldNotChangeWhatWasReadOrCopiedBefore() {
    HashValue hash = new HashValue();
    Bytes field = Bytes.of("field");
    hash.set(field, Bytes.of("one"));
    Bytes read = hash.get(field);
    HashValue copy = hash.copy();
    RowBytes row = new RowBytes(64);
    new HashRows().pack(hash, row, 1_000);
    byte[] before = written(row);

    assertThat(hash.set(field, Bytes.of("two"))).isFalse();

    assertThat(hash.get(field)).isEqualTo(Bytes.of("two"));
    assertThat(read).isEqualTo(Bytes.of("one"));
    assertThat(copy.get(field)).isEqualTo(Bytes.of("one"));
    assertThat(written(row)).isEqualTo(before);
    HashValue again = new HashValue();
    new HashRows().unpack(again, new RowInput(before));
    again.set(field, Bytes.of("six"));
    assertThat(written(row)).isEqualTo(before);
  }

  private static byte[] written(RowBytes row) {
    return Arrays.copyOf(row.shared(), row.length());
  }

  @Test
  void shouldUnpackWhatIsManyOrLong() {
    HashValue many = new HashValue();
    for (int i = 0; i < 129; i++) {
      assertThat(many.packed() != null).as("with %d fields", i).isEqualTo(i <= 128);
      many.set(Bytes.of(i), Bytes.EMPTY);
    }
    assertThat(many.packed()).isNull();

    HashValue full = new HashValue();
    for (int i = 0; i < 128; i++) {
      full.set(Bytes.of(i), Bytes.EMPTY);
    }
    assertThat(full.set(Bytes.of(0), Bytes.of("another"))).isFalse();
    assertThat(full.packed()).as("with no field more than before").isNotNull();
    assertThat(full.size()).isEqualTo(128);

    HashValue large = new HashValue();
    large.set(Bytes.of("field"), Bytes.wrap(new byte[5000]));
    assertThat(large.packed()).isNull();
    assertThat(large.get(Bytes.of("field"))).isEqualTo(Bytes.wrap(new byte[5000]));
  }

  @Test
  void shouldNotChangeACopy() {
    HashValue hash = new HashValue();
    hash.set(Bytes.of("a"), Bytes.of("1"));
    HashValue copy = hash.copy();
    hash.set(Bytes.of("a"), Bytes.of("2"));
    hash.set(Bytes.of("b"), Bytes.of("3"));
    assertThat(copy.get(Bytes.of("a"))).isEqualTo(Bytes.of("1"));
    assertThat(copy.size()).isOne();
  }
}
