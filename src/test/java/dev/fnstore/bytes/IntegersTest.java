package dev.fnstore.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntegersTest {
  private static final long[] BORDERS = {
    0,
    9,
    10,
    -1,
    -9,
    -10,
    999_999_999_999_999_999L,
    1_000_000_000_000_000_000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1
  };

  private static void assertSame(long number) {
    Bytes text = Bytes.of(number);
    assertThat(text.toLatin1()).isEqualTo(Long.toString(number));
    assertThat(Integers.length(number)).isEqualTo(text.length());
    assertThat(Integers.parse(text)).hasValue(number);
  }

  @Test
  void shouldWriteAndReadNumbersOfAllLengths() {
    Random random = new Random(20_261_127);
    for (long border : BORDERS) {
      assertSame(border);
    }
    for (int i = 0; i < 10_000; i++) {
      assertSame(random.nextLong() >> random.nextInt(64));
    }
  }

  @Test
  void shouldWriteWithinATargetAndNowhereElse() {
    byte[] target = "..........".getBytes(StandardCharsets.ISO_8859_1);
    Integers.write(-1234, target, 8);
    assertThat(Bytes.wrap(target).toLatin1()).isEqualTo("...-1234..");
  }

  @Test
  void shouldReadNothingElse() {
    String[] others = {
      "",
      "-",
      "+1",
      " 1",
      "1 ",
      "01",
      "-0",
      "1.0",
      "9223372036854775808",
      "-9223372036854775809",
      "99999999999999999999",
      "18446744073709551617"
    };
    for (String text : others) {
      assertThat(Integers.parse(Bytes.of(text))).as(text).isEmpty();
    }
  }
}
