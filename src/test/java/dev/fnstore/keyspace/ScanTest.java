package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScanTest {
  private static final long SEED = 99;

  private final Subject subject = new Subject(Protocol.RESP2, 1_000);

  @Test
  void shouldGiveEveryKeyThatIsThereAllTheTime() {
    Random random = new Random(SEED);
    List<Bytes> steady = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      subject.call("set steady" + i + " v");
      steady.add(Bytes.of("steady" + i));
    }
    List<Bytes> given = new ArrayList<>();
    Bytes cursor = Bytes.of(0);
    do {
      cursor = scan(cursor, " count 7", given);
      for (int i = 0; i < 20; i++) {
        subject.call("set passing" + random.nextInt(5_000) + " v");
        subject.call("del passing" + random.nextInt(5_000));
      }
    } while (!cursor.equals(Bytes.of(0)));

    assertThat(given).as("seed %d", SEED).containsAll(steady);
    assertThat(given.stream().filter(steady::contains)).doesNotHaveDuplicates();
  }

  /** These all have the same hash: only together can they be passed by. */
  @Test
  void shouldGiveKeysOfOneHashTogether() {
    List<Bytes> same =
        List.of(Bytes.of("AaAa"), Bytes.of("AaBB"), Bytes.of("BBAa"), Bytes.of("BBBB"));
    assertThat(same).extracting(Bytes::hashCode).containsOnly(same.get(0).hashCode());
    same.forEach(key -> subject.call("set " + key.toText() + " v"));
    subject.call("set other v");

    List<Bytes> given = new ArrayList<>();
    Bytes cursor = Bytes.of(0);
    do {
      cursor = scan(cursor, " count 1", given);
    } while (!cursor.equals(Bytes.of(0)));

    assertThat(given).hasSize(5).containsAll(same).contains(Bytes.of("other"));
  }

  @Test
  void shouldNotGiveExpiredKeys() {
    subject.call("set stays v");
    subject.call("set goes v px 100");
    subject.setTime(1_101);

    List<Bytes> given = new ArrayList<>();
    scan(Bytes.of(0), "", given);

    assertThat(given).containsExactly(Bytes.of("stays"));
  }

  @Test
  void shouldEndForACursorBehindAllKeys() {
    subject.call("set key v");

    List<Bytes> given = new ArrayList<>();

    assertThat(scan(Bytes.of("18446744073709551615"), "", given)).isEqualTo(Bytes.of(0));
    assertThat(given).isEmpty();
  }

  private Bytes scan(Bytes cursor, String options, List<Bytes> keys) {
    Reply.Array reply = (Reply.Array) subject.call("scan " + cursor.toText() + options);
    for (Reply key : ((Reply.Array) reply.items().get(1)).items()) {
      keys.add(((Reply.Bulk) key).value());
    }
    return ((Reply.Bulk) reply.items().get(0)).value();
  }
}
