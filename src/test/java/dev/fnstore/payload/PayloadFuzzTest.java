package dev.fnstore.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a payload says, it is read within its limits or refused. */
class PayloadFuzzTest {
  private static final long SEED = Long.getLong("payload.seed", 4711);
  private static final int ROUNDS = 200_000;
  private static final PayloadLimits LIMITS = new PayloadLimits(4096, 10_000);

  @Test
  void shouldOnlyEverReadOrRefuse() throws PayloadException {
    byte[][] seeds = {
      Payloads.dump(10).toByteArray(),
      Payloads.dump(11, source(1), source(3), source(200)).toByteArray(),
      Payloads.dump(80, source(2000)).toByteArray(),
      Payloads.seal(Payloads.latin1("\u00f5\u00c0\u0001\u00f5\u00c2\u0001\u0002\u0003\u0004"), 12)
          .toByteArray(),
    };
    int read = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(SEED + round);
      byte[] payload = mutate(seeds[random.nextInt(seeds.length)], random);
      if (payload.length >= PayloadReader.FOOTER_BYTES && random.nextInt(20) > 0) {
        Payloads.mend(payload);
      }
      try {
        long total = readAll(Bytes.wrap(payload));
        assertThat(total).as("seed %d", SEED + round).isLessThanOrEqualTo(LIMITS.totalBytes());
        read++;
      } catch (PayloadException expected) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("-Dpayload.seed=" + (SEED + round), e);
      }
    }
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  private static long readAll(Bytes payload) throws PayloadException {
    PayloadReader reader = PayloadReader.open(payload, LIMITS);
    long total = 0;
    while (reader.hasNext()) {
      int length = reader.nextSource().length();
      assertThat(length).isLessThanOrEqualTo(LIMITS.libraryBytes());
      total += length;
    }
    return total;
  }

  private static Bytes source(int lines) {
    return Bytes.of("#!lua name=a\n" + "redis.log('x')\n".repeat(lines));
  }

  private static byte[] mutate(byte[] payload, Random random) {
    byte[] mutated = payload.clone();
    for (int change = random.nextInt(6); change >= 0; change--) {
      if (mutated.length == 0) {
        return mutated;
      }
      int at = random.nextInt(random.nextBoolean() ? Math.min(16, mutated.length) : mutated.length);
      switch (random.nextInt(5)) {
        case 0 -> mutated[at] = (byte) random.nextInt();
        case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> mutated[at] = (byte) (0xc0 | random.nextInt(5));
        case 3 -> mutated = Arrays.copyOf(mutated, at);
        default -> {
          byte[] longer = new byte[mutated.length + 1];
          System.arraycopy(mutated, 0, longer, 0, at);
          longer[at] = (byte) (random.nextBoolean() ? 0x80 + random.nextInt(2) : random.nextInt());
          System.arraycopy(mutated, at, longer, at + 1, mutated.length - at);
          mutated = longer;
        }
      }
    }
    return mutated;
  }
}
