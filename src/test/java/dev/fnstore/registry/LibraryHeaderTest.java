package dev.fnstore.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts and their order are Valkey 8.1's. */
final class LibraryHeaderTest {
  @Test
  void shouldReadEngineAndName() throws RefusedException {
    assertThat(parse("#!lua name=queue_1\nreturn"))
        .isEqualTo(new LibraryHeader(Bytes.of("lua"), Bytes.of("queue_1")));
    assertThat(parse("#!LUA NAME=\"quoted\"\r\n").name()).isEqualTo(Bytes.of("quoted"));
    assertThat(parse("#! name=x\n").engine()).isEqualTo(Bytes.EMPTY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "return 1| Missing library metadata",
        "``| Missing library metadata",
        "#!lua name=x| Invalid library metadata",
        "#!lua name='x~| Invalid library metadata",
        "#!lua name='x'y~| Invalid library metadata",
        "#!lua~| Library name was not given",
        "#!lua foo=x name=y~| Invalid metadata value given: foo=x",
        "#! lua name=x~| Invalid metadata value given: lua",
        "#!lua name=x name=x~| Invalid metadata value, name argument was given multiple times",
        "#!lua name=a-b~| Library names can only contain letters, numbers, or underscores(_) and"
            + " must be at least one character long",
        "#!lua name=~| Library names can only contain letters, numbers, or underscores(_) and must"
            + " be at least one character long",
      })
  void shouldRefuseInValkeysWords(String source, String message) {
    assertThatThrownBy(() -> parse(source.replace('~', '\n')))
        .isInstanceOf(RefusedException.class)
        .hasMessage(message);
  }

  @Test
  void shouldEndTheLineAtANul() {
    assertThatThrownBy(() -> parse("#!lua name=x\0\n")).hasMessage("Invalid library metadata");
  }

  private static LibraryHeader parse(String source) throws RefusedException {
    return LibraryHeader.parse(Bytes.of(source));
  }
}
