package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What INCRBYFLOAT makes of numbers, against a real Valkey 8.1. */
class PeerNumberTest {
  private static final long SEED = 11;
  private static final int SUMS = 5_000;
  private static final List<String> CORNERS =
      List.of(
          "1e4932",
          "1.2e4932",
          "-1e4932",
          "1e4933",
          "1e99999",
          "0e99999",
          "1e-4950",
          "1e-4951",
          "1e-4960",
          "3.6e-4951",
          "0x1p-16445",
          "0x1p-16446",
          "0x.8p1",
          "0x1.",
          "0x",
          "0x.",
          "0xp1",
          "inf",
          "-infinity",
          "nan",
          "1e",
          "1e+",
          ".",
          "5.",
          ".5",
          "+.5",
          " 1",
          "1 ",
          "1_0",
          "1d",
          "9007199254740993",
          "18446744073709551617",
          "36893488147419103233",
          "0.1",
          "0.2",
          "-0",
          "1e17",
          "1e-17",
          "1e-18",
          "5e-18",
          "15e-18",
          "0.00000000000000001",
          "-1e-18",
          "1,5");

  /** Whole numbers: what a double holds, and the first that it does not. */
  private static final List<String> SCORES =
      List.of(
          "",
          "0",
          "00",
          "-0",
          "+1",
          "007",
          "1",
          "99999999999999",
          "999999999999999",
          "1000000000000001",
          "9007199254740993",
          "123456789012345678",
          "99999999999999999999",
          "1\0",
          "1 2",
          "12a");

  @Test
  void shouldAddAsTheReferenceDoes() {
    Random random = new Random(SEED);
    Subject subject = new Subject(Protocol.RESP2, 1_000);
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        RespConnection connection = peer.connect()) {
      for (int i = 0; i < SUMS; i++) {
        Object[] set = {"set", "k", number(random)};
        Object[] add = {"incrbyfloat", "k", number(random)};
        connection.call(set);
        subject.call(bytes(set));
        assertThat(subject.call(bytes(add)))
            .as("%s + %s", set[2], add[2])
            .isEqualTo(connection.call(add));
      }
    }
  }

  @Test
  void shouldPrintTheScoresOfManyMembersAsTheReferenceDoes() {
    Random random = new Random(SEED);
    Subject subject = new Subject(Protocol.RESP2, 1_000);
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        RespConnection connection = peer.connect()) {
      for (int i = 0; i < 400; i++) {
        double scale = Math.pow(10, random.nextInt(60) - 30);
        double score = i % 2 == 0 ? random.nextGaussian() * scale : Math.rint(scale);
        Object[] add = {"zadd", "z", score, "m" + i};
        connection.call(add);
        subject.call(bytes(add));
      }
      Object[] scan = {"zscan", "z", 0, "count", 1000};
      assertThat(pairs(subject.call(bytes(scan)))).isEqualTo(pairs(connection.call(scan)));
    }
  }

  @Test
  void shouldReadScoresAsTheReferenceDoes() {
    Random random = new Random(SEED);
    Subject subject = new Subject(Protocol.RESP3, 1_000);
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        RespConnection connection = peer.connect().resp3()) {
      for (int i = 0; i < SUMS; i++) {
        String score = i < SCORES.size() ? SCORES.get(i) : number(random);
        Object[] add = {"zadd", "z", score, "member"};
        Object[] look = {"zscore", "z", "member"};
        assertThat(subject.call(bytes(add))).as(score).isEqualTo(connection.call(add));
        assertThat(subject.call(bytes(look))).as(score).isEqualTo(connection.call(look));
      }
    }
  }

  private static Map<Reply, Reply> pairs(Reply scan) {
    List<Reply> items = ((Reply.Array) ((Reply.Array) scan).items().get(1)).items();
    Map<Reply, Reply> pairs = new HashMap<>();
    for (int i = 0; i < items.size(); i += 2) {
      pairs.put(items.get(i), items.get(i + 1));
    }
    assertThat(pairs).hasSize(400);
    return pairs;
  }

  private static List<Bytes> bytes(Object[] words) {
    return List.of(words).stream().map(word -> Bytes.of(word.toString())).toList();
  }

  private static String number(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> CORNERS.get(random.nextInt(CORNERS.size()));
      case 1 -> Long.toString(random.nextLong() >> random.nextInt(63));
      case 2 -> (random.nextInt(2000) - 1000) + "." + random.nextInt(1000);
      case 3 -> Double.toHexString(random.nextGaussian() * Math.pow(2, random.nextInt(200) - 100));
      default -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
    };
  }
}
