package dev.fnstore.payload;

import static dev.fnstore.payload.Payloads.latin1;
import static dev.fnstore.payload.Payloads.seal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadReaderTest {
  private static final String BAD_FOOTER = "DUMP payload version or checksum are wrong";
  private static final String BAD_STRING = "Failed loading library payload";

  @Test
  void shouldReadThePayloadOfAnEmptyRegistry() throws PayloadException {
    Bytes payload = Bytes.wrap(HexFormat.of().parseHex("0b003444e133f2e04b53"));

    PayloadReader reader = PayloadReader.open(payload, Payloads.WIDE);

    assertThat(reader.hasNext()).isFalse();
    assertThat(reader.rdbVersion()).isEqualTo(11);
    assertThatThrownBy(reader::nextSource).hasMessage("can not read data type");
  }

  @Test
  void shouldReadALibraryThatIsNotPacked() throws PayloadException {
    Bytes source = Bytes.of("#!lua name=a\nserver.register_function('f',function() return 1 end)");
    Bytes payload =
        Bytes.wrap(HexFormat.of().parseHex("f54042"))
            .concat(source)
            .concat(Bytes.wrap(HexFormat.of().parseHex("0b00edc187e61eac3056")));

    assertThat(Payloads.read(payload)).containsExactly(source);
    assertThat(Payloads.dump(11, source)).isEqualTo(payload);
  }

  @Test
  void shouldRefuseLessThanAFooter() {
    assertRefused(Bytes.EMPTY, BAD_FOOTER);
    assertRefused(Bytes.wrap(new byte[9]), BAD_FOOTER);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 11, 12, 80})
  void shouldReadKnownAndOlderVersions(int version) throws PayloadException {
    PayloadReader reader = PayloadReader.open(seal(new byte[0], version), Payloads.WIDE);

    assertThat(reader.rdbVersion()).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 79, 81, 255, 256, 0x0a00, 0xffff})
  void shouldRefuseUnknownVersions(int version) {
    assertRefused(seal(new byte[0], version), BAD_FOOTER);
  }

  @Test
  void shouldRefuseAnyFlippedBit() throws PayloadException {
    byte[] payload = Payloads.dump(11, Bytes.of("#!lua name=a\nwhatever")).toByteArray();
    for (int bit = 0; bit < payload.length * 8; bit++) {
      byte[] damaged = payload.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);

      assertRefused(Bytes.wrap(damaged), BAD_FOOTER);
    }
  }

  @Test
  void shouldReadADamagedChecksumOnlyWhenToldToSkipIt() throws PayloadException {
    byte[] payload = Payloads.dump(11, Bytes.of("#!lua name=a\n")).toByteArray();
    payload[payload.length - 1] ^= 1;

    assertRefused(Bytes.wrap(payload), BAD_FOOTER);
    assertThat(Payloads.readAll(PayloadReader.openUnchecked(Bytes.wrap(payload), Payloads.WIDE)))
        .containsExactly(Bytes.of("#!lua name=a\n"));
  }

  @Test
  void shouldReadEveryFormOfString() throws PayloadException {
    assertRead("\u00f5\u0000", "");
    assertRead("\u00f5\u0003abc", "abc");
    assertRead("\u00f5@\u0003abc", "abc");
    assertRead("\u00f5\u0080\0\0\0\u0003abc", "abc");
    assertRead("\u00f5\u0081\0\0\0\0\0\0\0\u0003abc", "abc");
    assertRead("\u00f5\u00c0\u00ff", "-1");
    assertRead("\u00f5\u00c1\u0000\u0080", "-32768");
    assertRead("\u00f5\u00c190", "12345");
    assertRead("\u00f5\u00c2\u0000\u0000\u0000\u0080", "-2147483648");
    assertRead("\u00f5\u00c2\u00ff\u00ff\u00ff\u007f", "2147483647");
    assertRead("\u00f5\u00c3\u0000\u0000", "");
    assertRead("\u00f5\u00c3\u0005\u000c\u0000a\u00e0\u0002\u0000", "a".repeat(12));
  }

  @Test
  void shouldReadWhatComesBeforeAFault() throws PayloadException {
    PayloadReader reader =
        PayloadReader.open(seal(latin1("\u00f5\u0003abc\u00f6"), 10), Payloads.WIDE);

    assertThat(reader.nextSource()).isEqualTo(Bytes.of("abc"));
    assertThat(reader.hasNext()).isTrue();
    assertThatThrownBy(reader::nextSource)
        .isInstanceOf(PayloadException.class)
        .hasMessage("Pre-GA function format not supported");
  }

  @Test
  void shouldRefuseWhatIsNoLibrary() {
    for (int type : List.of(0, 1, 0xf4, 0xf7, 0xff)) {
      assertRefused(seal(new byte[] {(byte) type, 0}, 10), "given type is not a function");
    }
  }

  @Test
  void shouldRefuseCutOffAndMalformedStrings() {
    for (String body :
        List.of(
            "",
            "\u0001",
            "@",
            "A\u0000",
            "\u0080\0\0\0",
            "\u0080\u00ff\u00ff\u00ff\u00ff",
            "\u0081\0\0\0\0\0\0\0",
            "\u0081\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            "\u0081\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            "\u0082abc",
            "\u00bfabc",
            "\u00c0",
            "\u00c1\0",
            "\u00c2\0\0\0",
            "\u00c3",
            "\u00c3\u0001",
            "\u00c3\u0002\u0001\u0000",
            "\u00c3\u0002\u0002\u0000a",
            "\u00c3\u00c0\u0002\u0000a",
            "\u00c4",
            "\u00ff")) {
      assertRefused(seal(latin1("\u00f5" + body), 10), BAD_STRING);
    }
  }

  @Test
  void shouldNotLetAStringReachIntoTheFooter() {
    assertRefused(seal(latin1("\u00f5\u0004abc"), 10), BAD_STRING);
  }

  @Test
  void shouldRefuseMoreTextThanAllowed() throws PayloadException {
    Bytes source = Bytes.wrap(latin1("x".repeat(100)));
    Bytes payload = Payloads.dump(10, source, source);

    assertThat(Payloads.readAll(PayloadReader.open(payload, new PayloadLimits(100, 200))))
        .hasSize(2);
    assertThatThrownBy(
            () -> Payloads.readAll(PayloadReader.open(payload, new PayloadLimits(99, 200))))
        .isInstanceOf(PayloadException.class)
        .hasMessage("a library of the payload is larger than 99 bytes");
    assertThatThrownBy(
            () -> Payloads.readAll(PayloadReader.open(payload, new PayloadLimits(100, 199))))
        .isInstanceOf(PayloadException.class)
        .hasMessage("the libraries of the payload are larger than 199 bytes");
  }

  /** A length of 1 GB in a few bytes, and one of 1 GB that the limits would allow. */
  @Test
  void shouldNotAllocateAHostileLength() {
    byte[] bomb = latin1("\u00f5\u00c3\u0002\u0080@\0\0\0\u0000a");

    assertRefused(seal(bomb, 10), "a library of the payload is larger than 16777216 bytes");
    assertThatThrownBy(
            () ->
                Payloads.readAll(
                    PayloadReader.open(
                        seal(bomb, 10), new PayloadLimits(Integer.MAX_VALUE, Long.MAX_VALUE))))
        .isInstanceOf(PayloadException.class)
        .hasMessage(BAD_STRING);
  }

  private static void assertRead(String body, String text) throws PayloadException {
    assertThat(Payloads.read(seal(latin1(body), 10))).containsExactly(Bytes.of(text));
  }

  private static void assertRefused(Bytes payload, String message) {
    assertThatThrownBy(() -> Payloads.read(payload))
        .as(() -> Arrays.toString(payload.shared()))
        .isInstanceOf(PayloadException.class)
        .hasMessage(message);
  }
}
