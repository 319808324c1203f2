package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What random short streams do not reach, against a real Valkey 8.1. */
class PeerStreamTest {
  private static final int RUNS = 40;

  private final Subject subject = new Subject(Protocol.RESP2, 1_000);
  private Peer peer;
  private RespConnection connection;

  @BeforeEach
  void start() {
    peer = Peer.start(Peer.Kind.VALKEY_8);
    connection = peer.connect();
  }

  @AfterEach
  void stop() {
    connection.close();
    peer.close();
  }

  /** Where nodes begin shows in what goes when whole ones are trimmed. */
  @Test
  void shouldFillNodesAsTheReferenceDoes() {
    for (int seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      both("del", "s");
      int largest = 1 << random.nextInt(12);
      for (int i = 1; i <= 400; i++) {
        List<Bytes> words = new ArrayList<>(List.of(Bytes.of("xadd"), Bytes.of("s")));
        words.add(Bytes.of((long) i * i * seed + "-" + i));
        for (int pairs = 1 + random.nextInt(3); pairs > 0; pairs--) {
          words.add(Bytes.of("field" + random.nextInt(2)));
          words.add(value(random, largest));
        }
        both(words);
        if (random.nextInt(10) == 0) {
          both("xdel", "s", (long) i * i * seed + "-" + (i - random.nextInt(3)));
        }
      }
      for (int left = 400; left >= 0; left -= 1 + random.nextInt(90)) {
        String step = "seed %d left %d".formatted(seed, left);
        assertThat(nodes(subject.call("xinfo stream s")))
            .as(step)
            .isEqualTo(nodes(connection.call("xinfo", "stream", "s")));
        if (random.nextBoolean()) {
          both("xtrim", "s", "maxlen", "~", left, "limit", random.nextInt(300));
        } else {
          long first = 400L - left;
          both("xtrim", "s", "minid", random.nextBoolean() ? "~" : "=", first * first * seed);
        }
        both("xlen", "s");
      }
    }
  }

  private static Bytes value(Random random, int largest) {
    return switch (random.nextInt(4)) {
      case 0 -> Bytes.of(random.nextLong() >> random.nextInt(64));
      case 1 -> Bytes.of("x".repeat(random.nextInt(largest)));
      case 2 -> Bytes.of("0" + random.nextInt(100));
      default -> Bytes.of("v");
    };
  }

  private static Reply nodes(Reply info) {
    return ((Reply.Array) info).items().get(3);
  }

  /** Whatever it is told, a script does not wait. */
  @Test
  void shouldReadWithoutWaitingAsInAScript() {
    String script = "return redis.call('XREAD', 'BLOCK', ARGV[1], 'STREAMS', 's', ARGV[2])";
    both("xadd", "s", "1-1", "a", "b");
    for (String id : List.of("0", "$", "5", "+")) {
      assertThat(subject.call("xread block 0 streams s " + id))
          .as(id)
          .isEqualTo(nullArray(connection.call("eval", script, 0, 0, id)));
    }
    for (String timeout : List.of("-1", "x", "", "9223372036854775807")) {
      assertThat(subject.call("xread block " + timeout + " streams s $"))
          .isEqualTo(connection.call("xread", "block", timeout, "streams", "s", "$"));
    }
  }

  /** A script's nil has but one form. */
  private static Reply nullArray(Reply reply) {
    return reply instanceof Reply.Null ? Reply.NULL_ARRAY : reply;
  }

  @Test
  void shouldGiveItsOwnIdsByTheTime() {
    assertThat(subject.call("xadd s * a b")).isEqualTo(Reply.bulk("1000-0"));
    assertThat(subject.call("xadd s * a b")).isEqualTo(Reply.bulk("1000-1"));
    subject.setTime(500);
    assertThat(subject.call("xadd s * a b")).isEqualTo(Reply.bulk("1000-2"));
    subject.setTime(1_001);
    assertThat(subject.call("xadd s * a b")).isEqualTo(Reply.bulk("1001-0"));
  }

  @Test
  void shouldEndWithTheLastId() {
    String last = "18446744073709551615-18446744073709551615";
    both("xadd", "s", "18446744073709551615-18446744073709551614", "a", "b");
    both("xgroup", "create", "s", "g", "0");
    both("xadd", "s", "18446744073709551615-*", "a", "b");
    both("xadd", "s", "18446744073709551615-*", "a", "b");
    both("xadd", "s", "*", "a", "b");
    both("xrange", "s", "(" + last, "+");
    both("xrange", "s", "-", "(0-0");
    both("xrange", "s", last, last);
    both("xread", "streams", "s", last);
    both("xread", "streams", "s", "+");
    both("xreadgroup", "group", "g", "c", "streams", "s", ">");
    both("xreadgroup", "group", "g", "c", "streams", "s", ">");
    both("xreadgroup", "group", "g", "c", "streams", "s", last);
    both("xpending", "s", "g");
    both("xautoclaim", "s", "g", "d", "0", "-", "count", "1");
    both("xautoclaim", "s", "g", "d", "0", "-", "count", "100000");
    both("xautoclaim", "s", "g", "d", "0", "-", "count", "576460752303423488");
  }

  /** Runs it on both; the replies must be the same. */
  private void both(Object... words) {
    List<Bytes> request = new ArrayList<>();
    for (Object word : words) {
      request.add(word instanceof Bytes bytes ? bytes : Bytes.of(word.toString()));
    }
    both(request);
  }

  private void both(List<Bytes> words) {
    assertThat(subject.call(words))
        .as(words.toString())
        .isEqualTo(connection.call(words.toArray()));
  }
}
