package dev.fnstore.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.testing.ManualPagePayload;
import org.junit.jupiter.api.Test;

class ManualPagePayloadTest {
  private static final Bytes SOURCE =
      Bytes.of(
          "#!lua name=mylib \n"
              + " redis.register_function('myfunc', function(keys, args) return args[1] end)");

  @Test
  void shouldRefuseThePrintedPayload() {
    assertThatThrownBy(() -> Payloads.read(ManualPagePayload.PRINTED))
        .isInstanceOf(PayloadException.class)
        .hasMessage("DUMP payload version or checksum are wrong");
  }

  @Test
  void shouldReadTheMendedPayload() throws PayloadException {
    PayloadReader reader = PayloadReader.open(ManualPagePayload.MENDED, Payloads.WIDE);

    assertThat(reader.rdbVersion()).isEqualTo(12);
    assertThat(Payloads.readAll(reader)).containsExactly(SOURCE);
  }

  @Test
  void shouldWriteTheMendedPayload() throws PayloadException {
    assertThat(Payloads.dump(12, SOURCE)).isEqualTo(ManualPagePayload.MENDED);
  }
}
