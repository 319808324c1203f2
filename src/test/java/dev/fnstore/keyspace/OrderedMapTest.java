package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderedMapTest {
  private static final long SEED = 5;

  @Test
  void shouldBeTheMapItStandsFor() {
    Random random = new Random(SEED);
    OrderedMap<Integer> map = new OrderedMap<>();
    Map<Bytes, Integer> model = new LinkedHashMap<>();
    for (int round = 0; round < 20_000; round++) {
      Bytes name = Bytes.of(random.nextInt(200));
      boolean growing = round / 1_000 % 2 == 0;
      if (random.nextInt(4) < (growing ? 3 : 1)) {
        assertThat(map.put(name, round)).isEqualTo(model.put(name, round));
      } else {
        assertThat(map.remove(name)).isEqualTo(model.remove(name));
      }
      assertThat(map.size()).isEqualTo(model.size());
      if (round % 50 == 0) {
        List<Bytes> names = new ArrayList<>();
        map.forEach(item -> names.add(item.name()));
        assertThat(names).as("round %d", round).containsExactlyElementsOf(model.keySet());
        assertThat(map.get(name)).isEqualTo(model.get(name));
      }
    }
  }

  /** Whatever comes and goes meanwhile. */
  @Test
  void shouldScanAllThatIsThereAllTheTime() {
    Random random = new Random(SEED);
    for (int run = 0; run < 20; run++) {
      OrderedMap<Boolean> map = new OrderedMap<>();
      Set<Bytes> steady = new HashSet<>();
      for (int i = 0; i < 2_000; i++) {
        boolean stays = random.nextInt(4) == 0;
        map.put(Bytes.of(i), stays);
        if (stays) {
          steady.add(Bytes.of(i));
        }
      }
      Set<Bytes> given = new HashSet<>();
      long cursor = 0;
      do {
        cursor = map.scan(cursor, 1 + random.nextInt(20), item -> given.add(item.name()));
        for (int i = 0; i < 30; i++) {
          Bytes name = Bytes.of(random.nextInt(4_000));
          if (!steady.contains(name) && random.nextInt(3) > 0) {
            map.remove(name);
          } else if (!steady.contains(name)) {
            map.put(name, false);
          }
        }
      } while (cursor != 0);
      assertThat(given).as("run %d", run).containsAll(steady);
    }
  }

  @Test
  void shouldDrawEveryItemThatThereIs() {
    Random random = new Random(SEED);
    OrderedMap<Integer> map = new OrderedMap<>();
    for (int i = 0; i < 100; i++) {
      map.put(Bytes.of(i), i);
    }
    for (int i = 0; i < 90; i++) {
      map.remove(Bytes.of(i));
    }
    Set<Integer> drawn = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      drawn.add(map.draw(random::nextInt).value());
    }
    assertThat(drawn).containsExactlyInAnyOrder(90, 91, 92, 93, 94, 95, 96, 97, 98, 99);
  }

  @Test
  void shouldDrawDifferentMembersOrTheSameAgain() {
    Subject subject = new Subject(Protocol.RESP2, 1_000);
    for (int i = 0; i < 50; i++) {
      subject.call("sadd s m" + i);
    }
    for (int count : List.of(1, 5, 30, 49, 50, 60)) {
      Reply.Array drawn = (Reply.Array) subject.call("srandmember s " + count);
      assertThat(drawn.items()).hasSize(Math.min(count, 50)).doesNotHaveDuplicates();
    }
    assertThat(((Reply.Array) subject.call("srandmember s -200")).items()).hasSize(200);
    assertThat(((Reply.Array) subject.call("spop s 20")).items()).doesNotHaveDuplicates();
    assertThat(subject.call("scard s")).isEqualTo(Reply.of(30));
    assertThat(subject.call("spop s")).isInstanceOf(Reply.Bulk.class);
    assertThat(subject.call("scard s")).isEqualTo(Reply.of(29));
  }

  /** Valkey would go on until its client is cut off. */
  @Test
  void shouldNotFillTheHeapForAShortRequest() {
    Subject subject = new Subject(Protocol.RESP2, 1_000);
    subject.call("sadd s m");
    Reply refused = Reply.ErrorReply.of("OOM command not allowed when used memory > 'maxmemory'.");
    assertThat(subject.call("srandmember s -9223372036854775807")).isEqualTo(refused);
    assertThat(subject.call("srandmember s -500000000")).isEqualTo(refused);
  }

  @Test
  void shouldCopyWhatThenChangesAlone() {
    Subject subject = new Subject(Protocol.RESP2, 1_000);
    subject.call("rpush l a b");
    subject.call("hset h f v");
    subject.call("sadd t m");
    subject.call("zadd z 1 m");
    subject.call("xadd e 1-1 f v");
    subject.call("xgroup create e g 0");
    subject.call("xreadgroup group g c streams e >");
    for (String key : List.of("l", "h", "t", "z", "e")) {
      subject.call("copy " + key + " " + key + "2 db 1");
      subject.call("copy " + key + " " + key + "2");
    }
    subject.call("rpush l2 c");
    subject.call("hset h2 g v");
    subject.call("sadd t2 n");
    subject.call("zadd z2 2 n");
    subject.call("xack e2 g 1-1");
    subject.call("xdel e2 1-1");

    assertThat(subject.call("llen l")).isEqualTo(Reply.of(2));
    assertThat(subject.call("hlen h")).isEqualTo(Reply.ONE);
    assertThat(subject.call("scard t")).isEqualTo(Reply.ONE);
    assertThat(subject.call("zcard z")).isEqualTo(Reply.ONE);
    assertThat(subject.call("xlen e")).isEqualTo(Reply.ONE);
    assertThat(((Reply.Array) subject.call("xpending e g")).items().get(0)).isEqualTo(Reply.ONE);
    assertThat(((Reply.Array) subject.call("xpending e2 g")).items().get(0)).isEqualTo(Reply.ZERO);
  }
}
