package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers and their digits, the quick way, against arithmetic of any precision. */
final class DecimalsTest {
  private static final int NUMBERS = 300_000;
  private static final long SEED = Long.getLong("decimals.seed", System.nanoTime());

  private final Random random = new Random(SEED);

  @Test
  void shouldWriteNumbersAsExactArithmeticDoes() {
    int quick = 0;
    for (int i = 0; i < NUMBERS; i++) {
      double value = number();
      BigDecimal exact = new BigDecimal(value).round(new MathContext(14, RoundingMode.HALF_EVEN));
      assertThat(new BigDecimal(NumberFormat.general(value)))
          .as("%s, seed %d", value, SEED)
          .isEqualByComparingTo(exact);
      int digits = random.nextInt(16);
      assertThat(NumberFormat.fixed(value, digits, false))
          .as("%s, %d digits, seed %d", value, digits, SEED)
          .isEqualTo(fixed(value, digits));
      if (Decimals.rounded(Math.abs(value), digits) != Decimals.UNKNOWN) {
        quick++;
      }
    }
    assertThat(quick).as("numbers that are written the quick way").isGreaterThan(NUMBERS / 4);
  }

  private static String fixed(double value, int digits) {
    String text =
        new BigDecimal(Math.abs(value)).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    return (value < 0 || 1 / value < 0 ? "-" : "") + text; // C keeps the sign of zero
  }

  /** Of many sizes, often with few digits, and often a tie or next to one. */
  private double number() {
    double value =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(2_000_000) / Math.pow(2, random.nextInt(12));
          case 1 -> random.nextInt(2_000_000) / Math.pow(10, random.nextInt(12));
          case 2 -> random.nextDouble() * Math.pow(10, random.nextInt(20) - 5);
          default -> (random.nextInt(2_000_000) + 0.5) / Math.pow(10, random.nextInt(10));
        };
    double near = random.nextInt(3) == 0 ? Math.nextUp(value) : value;
    return random.nextBoolean() ? near : -near;
  }

  @Test
  void shouldReadNumbersAsJavaDoes() {
    for (int i = 0; i < NUMBERS; i++) {
      String text = BigDecimal.valueOf(random.nextLong() >>> 1, random.nextInt(19)).toPlainString();
      String shorter = text.substring(0, Math.min(text.length(), 1 + random.nextInt(18)));
      assertThat(NumberParser.parse(Str.of(shorter)))
          .as("%s, seed %d", shorter, SEED)
          .isEqualTo(Double.parseDouble(shorter));
    }
  }
}
