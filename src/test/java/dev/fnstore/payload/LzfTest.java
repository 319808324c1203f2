package dev.fnstore.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LzfTest {
  private static final long SEED = 811;

  private final Lzf lzf = new Lzf();

  @Test
  void shouldGiveBackWhatItPacked() throws PayloadException {
    Random random = new Random(SEED);
    for (int round = 0; round < 3000; round++) {
      byte[] text = text(random);
      byte[] packed = new byte[text.length * 2 + 8];
      int length = lzf.compress(text, packed, packed.length);

      assertThat(length).as("seed %d round %d", SEED, round).isPositive();
      assertThat(Lzf.decompress(packed, 0, length, text.length))
          .as("seed %d round %d", SEED, round)
          .isEqualTo(text);
    }
  }

  @Test
  void shouldPackTheSameWhateverItPackedBefore() {
    Random random = new Random(SEED);
    for (int round = 0; round < 300; round++) {
      byte[] text = text(random);
      byte[] once = new byte[text.length * 2 + 8];
      byte[] again = new byte[text.length * 2 + 8];

      int length = lzf.compress(text, once, once.length);

      assertThat(new Lzf().compress(text, again, again.length)).isEqualTo(length);
      assertThat(again).as("seed %d round %d", SEED, round).isEqualTo(once);
    }
  }

  @Test
  void shouldNeverWriteBeyondItsRoom() {
    Random random = new Random(SEED);
    for (int round = 0; round < 2000; round++) {
      byte[] text = text(random);
      byte[] out = new byte[random.nextInt(text.length + 2)];

      assertThat(lzf.compress(text, out, out.length))
          .as("seed %d round %d", SEED, round)
          .isBetween(0, out.length);
    }
  }

  @Test
  void shouldRefuseAReferenceBeforeTheBeginning() {
    byte[] packed = {0, 'a', 0x20, 1};

    assertThatThrownBy(() -> Lzf.decompress(packed, 0, packed.length, 4))
        .isInstanceOf(PayloadException.class);
  }

  @Test
  void shouldRefuseATextOfAnotherLength() {
    byte[] packed = {0, 'a'};

    assertThatThrownBy(() -> Lzf.decompress(packed, 0, 2, 2)).isInstanceOf(PayloadException.class);
    assertThatThrownBy(() -> Lzf.decompress(packed, 0, 2, 0)).isInstanceOf(PayloadException.class);
  }

  @Test
  void shouldRefuseAnImpossibleLengthBeforeAllocatingIt() {
    byte[] packed = {0, 'a'};

    assertThatThrownBy(() -> Lzf.decompress(packed, 0, 2, Integer.MAX_VALUE))
        .isInstanceOf(PayloadException.class);
  }

  /** At least 1 byte; from noise to long repeats, with matches near and far. */
  private static byte[] text(Random random) {
    byte[] text = new byte[1 + random.nextInt(1 << (1 + random.nextInt(14)))];
    int letters = 1 + random.nextInt(60);
    for (int i = 0; i < text.length; ) {
      int run = Math.min(text.length - i, 1 + random.nextInt(400));
      if (i > 0 && random.nextInt(3) > 0) {
        int from = Math.max(0, i - 1 - random.nextInt(9000));
        for (int j = 0; j < run; j++) {
          text[i + j] = text[from + j];
        }
      } else {
        run = Math.min(run, 40);
        for (int j = 0; j < run; j++) {
          text[i + j] = (byte) random.nextInt(letters);
        }
      }
      i += run;
    }
    return text;
  }
}
