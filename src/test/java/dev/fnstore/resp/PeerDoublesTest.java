package dev.fnstore.resp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Scores as a real Valkey 8.1 prints them. */
class PeerDoublesTest {
  private static final long SEED = Long.getLong("doubles.seed", 62);
  private static final int COUNT = Integer.getInteger("doubles.count", 20_000);
  private static final int BATCH = 500;

  @Test
  void shouldPrintDoublesAsTheReferenceDoes() {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        RespConnection connection = peer.connect()) {
      List<Double> values = values();
      for (int from = 0; from < values.size(); from += BATCH) {
        List<Double> batch = values.subList(from, Math.min(values.size(), from + BATCH));
        connection.call("FLUSHALL");
        for (int i = 0; i < batch.size(); i++) {
          connection.send("ZINCRBY", "z", batch.get(i), i);
        }
        connection.flush();
        for (Double value : batch) {
          assertThat(connection.read())
              .as("seed %d: %s", SEED, Double.toHexString(value))
              .isEqualTo(Reply.bulk(Bytes.of(Doubles.format(value))));
        }
      }
    }
  }

  private static List<Double> values() {
    Random random = new Random(SEED);
    List<Double> values =
        new ArrayList<>(
            List.of(
                0.1,
                1e7,
                1e11,
                1.7e12,
                1e17,
                1e18,
                1e19,
                1e21,
                1e22,
                0x1p53,
                0x1p62,
                0x1p63,
                -0x1p62,
                -0x1.fc60551e1e9efp50,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.MIN_NORMAL,
                1e-5,
                1.234e-5,
                1e-7,
                123456.789));
    while (values.size() < COUNT) {
      double value =
          switch (random.nextInt(4)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            case 2 -> random.nextLong() >> random.nextInt(64);
            default -> random.nextInt(1_000_000) / Math.pow(10, random.nextInt(9));
          };
      if (!Double.isNaN(value) && value != 0) {
        values.add(value);
      }
    }
    return values;
  }
}
