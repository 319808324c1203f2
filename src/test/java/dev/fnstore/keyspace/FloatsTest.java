package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code strtod} itself makes of them is compared in {@link PeerNumberTest}. */
class FloatsTest {
  private static final long SEED = 20_261_128;

  /** Up to 18 digits with a point anywhere: some are read digit by digit, and some are not. */
  @Test
  void shouldReadDecimalsToTheNearestDouble() {
    Random random = new Random(SEED);
    for (int i = 0; i < 300_000; i++) {
      String number = decimal(random);
      double read = Floats.parseScore(Bytes.of(number));
      assertThat(Double.doubleToRawLongBits(read))
          .as("seed %d, number %s", SEED, number)
          .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(number)));
    }
  }

  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "00",
        "000000012345",
        "-000000012345",
        "5.",
        "-5.",
        ".5",
        "-.5",
        "0.1",
        "999999999999999",
        "-999999999999999",
        "9999999999999999",
        ".000000000000001",
        "0.00000000000001",
        "00.0000000000001",
        "1700000000.12345",
        "123456789012.345"
      })
  @ParameterizedTest
  void shouldReadWhatIsNearAnEndOfThoseThatAreReadDigitByDigit(String number) {
    assertThat(Double.doubleToRawLongBits(Floats.parseScore(Bytes.of(number))))
        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(number)));
  }

  @ValueSource(
      strings = {
        "", "-", ".", "-.", "+", "--1", "1-", "1.2.3", "..1", "1..", " 1", "1 ", "1,5", "1_0", "1e",
        "/", ":", "1\0", "nan", "0x"
      })
  @ParameterizedTest
  void shouldRefuseWhatIsNoNumber(String word) {
    assertThatThrownBy(() -> Floats.parseScore(Bytes.of(word)))
        .isInstanceOf(CommandError.class)
        .hasMessageContaining("value is not a valid float");
  }

  private static String decimal(Random random) {
    int digits = 1 + random.nextInt(18);
    StringBuilder number = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      number.append((char) ('0' + random.nextInt(10)));
    }
    if (random.nextBoolean()) {
      number.insert(random.nextInt(digits + 1), '.');
    }
    return random.nextInt(3) == 0 ? "-" + number : number.toString();
  }
}
