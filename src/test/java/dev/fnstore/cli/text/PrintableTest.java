package dev.fnstore.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** What is harmless stays, all else is told by its number. */
final class PrintableTest {
  @Test
  void shouldLeaveTextAsItIs() {
    String text = "plain \\ \"quoted\" größer 日本語 😀";
    assertThat(Printable.line(Bytes.of(text))).isEqualTo(text);
    assertThat(Printable.line(Bytes.EMPTY)).isEmpty();
  }

  @Test
  void shouldKeepLinesOnlyWhereThereMayBeSome() {
    Bytes text = Bytes.of("a\tb\nc\r\n");
    assertThat(Printable.lines(text)).isEqualTo("a\tb\nc\\r\n");
    assertThat(Printable.line(text)).isEqualTo("a\\tb\\nc\\r\\n");
  }

  @Test
  void shouldEscapeWhatIsNotSeen() {
    assertThat(Printable.line(Bytes.of("\u0000\u001b\u007f\u0085\u200b\u202e\u2028\ue000")))
        .isEqualTo("\\x00\\x1b\\x7f\\u{85}\\u{200b}\\u{202e}\\u{2028}\\u{e000}");
  }

  @Test
  void shouldEscapeBytesThatAreNoUtf8() {
    byte[] bytes = {'a', (byte) 0xff, (byte) 0xe2, (byte) 0x82, 'b', (byte) 0xf0, (byte) 0x9f};
    assertThat(Printable.line(Bytes.wrap(bytes))).isEqualTo("a\\xff\\xe2\\x82b\\xf0\\x9f");
    byte[] overlong = {(byte) 0xc0, (byte) 0x9b};
    assertThat(Printable.line(Bytes.wrap(overlong))).isEqualTo("\\xc0\\x9b");
  }
}
