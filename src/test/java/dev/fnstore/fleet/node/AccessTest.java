package dev.fnstore.fleet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessTest {
  private final Map<String, String> environment = new HashMap<>();

  @TempDir private Path folder = Path.of("");

  private Access access(String options) throws Exception {
    return Access.toNodes(TargetUri.parse("valkey://ann@host?" + options), environment::get);
  }

  @Test
  void shouldReadTheVariableEachTime() throws Exception {
    Access access = access("password-env=PW");

    environment.put("PW", "one");
    assertThat(access.credentials()).isEqualTo(new Credentials("ann", "one"));

    environment.put("PW", "two");
    assertThat(access.credentials()).isEqualTo(new Credentials("ann", "two"));
  }

  @Test
  void shouldReadTheFileEachTimeWithoutItsLineEnd() throws Exception {
    Path file = folder.resolve("pw");
    Access access = access("password-file=" + file);

    for (String text : new String[] {" hé ", " hé \n", " hé \r\n"}) {
      Files.writeString(file, text);
      assertThat(access.credentials().password()).isEqualTo(" hé ");
    }
    Files.writeString(file, "two\n\n");
    assertThat(access.credentials().password()).isEqualTo("two\n");
  }

  @Test
  void shouldNameWhatIsMissing() throws Exception {
    assertThatThrownBy(() -> access("password-env=PW").credentials())
        .isInstanceOf(NodeException.Misconfigured.class)
        .hasMessageContaining("environment variable PW");

    Path file = folder.resolve("pw");
    Access access = access("password-file=" + file);
    assertThatThrownBy(access::credentials).hasMessageContaining(file + ", which cannot be read");

    Files.writeString(file, "\n");
    assertThatThrownBy(access::credentials).hasMessageContaining(file + ", which is empty");

    Files.write(file, "h\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(access::credentials).hasMessageContaining(file + ", which is no UTF-8");

    assertThatThrownBy(access("password-file=/dev/zero")::credentials)
        .hasMessageContaining("/dev/zero, which is larger");
    assertThatThrownBy(access("password-file=" + folder)::credentials)
        .hasMessageContaining("cannot be read");

    Access tls =
        Access.toNodes(TargetUri.parse("valkeys://h?ca-file=" + file + "x"), environment::get);
    assertThatThrownBy(tls::checkFiles).hasMessageContaining("the ca-file " + file + "x");
  }

  @Test
  void shouldKeepPasswordsOutOfText() throws Exception {
    environment.put("PW", "hunter2");
    Access access = access("password-env=PW");

    assertThat(access.credentials().toString()).contains("ann").doesNotContain("hunter2");
    assertThat(access.toString()).contains("PW").doesNotContain("hunter2");
  }

  @Test
  void shouldHaveOtherCredentialsForSentinels() throws Exception {
    environment.put("PW", "one");
    environment.put("SPW", "two");
    TargetUri uri = TargetUri.parse("valkey://ann@h?password-env=PW&sentinel-password-env=SPW");

    assertThat(Access.toSentinels(uri, environment::get).credentials())
        .isEqualTo(new Credentials(null, "two"));
    assertThat(
            Access.toSentinels(TargetUri.parse("valkey://ann@h"), environment::get).credentials())
        .isEqualTo(new Credentials(null, null));
    assertThat(Access.toNodes(TargetUri.parse("valkey://ann@h"), environment::get).credentials())
        .as("a user without a password is named all the same")
        .isEqualTo(new Credentials("ann", ""));
  }
}
