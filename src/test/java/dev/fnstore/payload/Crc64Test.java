package dev.fnstore.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {
  private static final long SEED = 20_261_120;

  @Test
  void shouldGiveTheCheckValueOfJones() {
    assertThat(Crc64.of("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0xe9c6d914c4b8d9caL);
  }

  @Test
  void shouldGiveZeroForNothing() {
    assertThat(Crc64.of(new byte[0])).isZero();
  }

  @Test
  void shouldGiveTheSameForAnyWayToCutTheBytes() {
    Random random = new Random(SEED);
    for (int round = 0; round < 500; round++) {
      byte[] content = new byte[random.nextInt(300)];
      random.nextBytes(content);
      int cut = random.nextInt(content.length + 1);

      long crc = Crc64.update(0, content, 0, cut);
      crc = Crc64.update(crc, content, cut, content.length - cut);

      assertThat(crc).as("seed %d round %d", SEED, round).isEqualTo(Crc64.of(content));
    }
  }

  @Test
  void shouldCombineTheChecksumsOfTwoParts() {
    Random random = new Random(SEED);
    for (int round = 0; round < 500; round++) {
      byte[] content = new byte[random.nextInt(1 << random.nextInt(18)) + 1];
      random.nextBytes(content);
      int cut = random.nextInt(content.length + 1);
      long crcA = Crc64.update(0, content, 0, cut);
      long crcB = Crc64.update(0, content, cut, content.length - cut);

      assertThat(Crc64.combine(crcA, crcB, content.length - cut))
          .as("seed %d round %d", SEED, round)
          .isEqualTo(Crc64.of(content));
    }
  }

  @Test
  void shouldMoveAChecksumOverTheGreatestLengthAsOverItsParts() {
    long crc = 0x0123_4567_89ab_cdefL;

    long inTwo = Crc64.combine(Crc64.combine(crc, 0, 1 << 30), 0, (1 << 30) - 1);

    assertThat(Crc64.combine(crc, 0, Integer.MAX_VALUE)).isEqualTo(inTwo);
  }
}
