package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of a chunk's name messages show: what Valkey 8.1 shows of the same. */
final class ChunkNameTest {
  private final Lua lua = new Lua();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 42, 43, 44, 63, 64, 100})
  void shouldShowTheBeginningOfTextThatRuns(int length) {
    String text = "error()" + " ".repeat(length);
    assertThat(raised("'" + text + "'")).isEqualTo(shown(text, 43) + ":1: m");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 43, 58, 59, 60, 79, 80, 100})
  void shouldShowTheBeginningOfGivenNames(int length) {
    String name = "n".repeat(length);
    assertThat(raised("'=" + name + "'"))
        .isEqualTo(name.substring(0, Math.min(length, 59)) + ":1: m");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 51, 52, 53, 71, 72, 73, 100})
  void shouldShowTheEndOfFileNames(int length) {
    String name = "n".repeat(length);
    String shown = length > 52 ? "..." + "n".repeat(52) : name;
    assertThat(raised("'@" + name + "'")).isEqualTo(shown + ":1: m");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 43, 44, 62, 63, 64, 100})
  void shouldShowMoreInSyntaxErrors(int length) {
    String text = "n".repeat(length);
    assertThat(refused("'" + text + "'"))
        .isEqualTo(shown(text, 63) + ":1: unexpected symbol near '='");
    assertThat(refused("'=" + text + "'"))
        .isEqualTo(text.substring(0, Math.min(length, 79)) + ":1: unexpected symbol near '='");
    assertThat(refused("'@" + text + "'"))
        .isEqualTo(
            (length > 72 ? "..." + "n".repeat(72) : text) + ":1: unexpected symbol near '='");
  }

  private static String shown(String text, int most) {
    String beginning = text.length() > most ? text.substring(0, most) + "..." : text;
    return "[string \"" + beginning + "\"]";
  }

  /** What a chunk of that name raises. */
  private String raised(String name) {
    return lua.text("local _, e = pcall(loadstring(\"error('m')\", " + name + ")) return e");
  }

  /** Why a chunk of that name does not compile. */
  private String refused(String name) {
    return lua.text("local _, e = loadstring('x = = 1', " + name + ") return e");
  }
}
