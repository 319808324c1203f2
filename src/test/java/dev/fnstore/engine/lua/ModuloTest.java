package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ModuloTest {
  private static final long SEED = Long.getLong("modulo.seed", System.nanoTime());
  private static final int DIVISORS = 2000;
  private static final int DIVIDENDS = 200;

  private final Random random = new Random(SEED);

  @Test
  void shouldGiveToTheBitWhatADivisionGives() {
    for (double divisor : List.of(1.0, 2.0, 3.0, 10.0, 1000003.0, 0x1p31)) {
      check(divisor);
    }
    for (int i = 0; i < DIVISORS; i++) {
      check(1 + (random.nextInt() >>> 1 >>> random.nextInt(31)));
    }
  }

  private void check(double divisor) {
    assertThat(Modulo.isWhole(divisor)).isTrue();
    for (double x :
        List.of(
            0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0x1p52)) {
      check(x, divisor);
    }
    for (int i = 0; i < DIVIDENDS; i++) {
      double x = random.nextLong() >> random.nextInt(64);
      check(x, divisor);
      check(x + random.nextDouble(), divisor);
      double multiple = Math.rint(x / divisor) * divisor;
      check(multiple, divisor);
      check(multiple - 1, divisor);
      check(Math.nextUp(multiple), divisor);
      check(Math.nextDown(multiple), divisor);
      check(Double.longBitsToDouble(random.nextLong()), divisor);
    }
  }

  private static void check(double x, double divisor) {
    assertThat(Double.doubleToRawLongBits(Modulo.byWhole(x, divisor, 1 / divisor)))
        .as("%s %% %s, seed %d", x, divisor, SEED)
        .isEqualTo(Double.doubleToRawLongBits(Modulo.of(x, divisor)));
  }

  @Test
  void shouldLeaveOtherDivisorsToTheDivision() {
    assertThat(List.of(0.0, -1.0, 0.5, 1.5, 0x1p32, Double.NaN, Double.POSITIVE_INFINITY))
        .noneMatch(Modulo::isWhole);
  }
}
