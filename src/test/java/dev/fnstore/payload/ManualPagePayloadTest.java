package dev.fnstore.payload;

import static dev.fnstore.payload.Payloads.latin1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import org.junit.jupiter.api.Test;

/**
 * The payload that the manual page of FUNCTION DUMP prints. Its bytes were made from a library that
 * says {@code redis.}; the page was edited to say {@code server.}, also inside of the payload.
 */
class ManualPagePayloadTest {
  private static final String BEFORE = "\u00f5\u00c3@X@]\u001f#!lua name=mylib \n ";
  private static final String AFTER =
      "registe\rr_function('my@\u000b\u0002', @\u0006`\u0012\nkeys, args) 6\u0003turn`\f\u0007"
          + "[1] end)\f\u0000\u00ba\u0098\u00c2\u00a2\u0013\u000e$\u0007";

  private static final Bytes PRINTED = Bytes.wrap(latin1(BEFORE + "server." + AFTER));
  private static final Bytes MENDED = Bytes.wrap(latin1(BEFORE + "redis." + AFTER));
  private static final Bytes SOURCE =
      Bytes.of(
          "#!lua name=mylib \n"
              + " redis.register_function('myfunc', function(keys, args) return args[1] end)");

  @Test
  void shouldRefuseThePrintedPayload() {
    assertThatThrownBy(() -> Payloads.read(PRINTED))
        .isInstanceOf(PayloadException.class)
        .hasMessage("DUMP payload version or checksum are wrong");
  }

  @Test
  void shouldReadTheMendedPayload() throws PayloadException {
    PayloadReader reader = PayloadReader.open(MENDED, Payloads.WIDE);

    assertThat(reader.rdbVersion()).isEqualTo(12);
    assertThat(Payloads.readAll(reader)).containsExactly(SOURCE);
  }

  @Test
  void shouldWriteTheMendedPayload() throws PayloadException {
    assertThat(Payloads.dump(12, SOURCE)).isEqualTo(MENDED);
  }
}
