package dev.fnstore.fleet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetUriTest {
  @ParameterizedTest
  @CsvSource({
    "valkey://here, here:6379",
    "redis://here/, here:6379",
    "valkey://10.0.0.1:7000, 10.0.0.1:7000",
    "redis://my_redis-1.example.com:65535/?user=ann, my_redis-1.example.com:65535",
    "valkey://[::1], [::1]:6379",
    "valkey://ann@[2001:db8::7]:7001/, [2001:db8::7]:7001",
  })
  void shouldReadAddresses(String text, String address) throws Exception {
    TargetUri uri = TargetUri.parse(text);

    assertThat(uri.endpoint()).hasToString(address);
    assertThat(uri.tls()).isNull();
    assertThat(uri).hasToString(text);
  }

  @Test
  void shouldReadAllOptions() throws Exception {
    TargetUri uri =
        TargetUri.parse(
            "valkeys://a%40b@h?password-env=X&ca-file=/c%26a&cert-file=/c&key-file=/k&insecure=yes"
                + "&master=my%20one&sentinel-user=s&sentinel-password-file=/p+w%25");

    assertThat(uri.login()).isEqualTo(new Login("a@b", new PasswordSource.Variable("X")));
    assertThat(uri.tls())
        .isEqualTo(new TlsOptions(Path.of("/c&a"), Path.of("/c"), Path.of("/k"), true));
    assertThat(uri.master()).isEqualTo("my one");
    assertThat(uri.sentinelLogin())
        .isEqualTo(new Login("s", new PasswordSource.InFile(Path.of("/p+w%"))));
    assertThat(uri.speaksOfSentinels()).isTrue();
    assertThat(TargetUri.parse("rediss://h").tls())
        .isEqualTo(new TlsOptions(null, null, null, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "valkey://:hunter2@host",
        "valkey://ann:hunter2@host:6379/",
        "valkey://ann:hun@ter2@host",
        "valkey://ann:hunter2/x@host",
        "valkey://host?password=hunter2",
        "valkey://host?user=ann&sentinel-password=hunter2",
      })
  void shouldRefusePasswordsAndSayWhereToPutThem(String text) {
    assertThatThrownBy(() -> TargetUri.parse(text))
        .isInstanceOf(TargetUriException.class)
        .hasMessageContaining("for ever")
        .hasMessageContaining("?password-env=VARIABLE")
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("ter2");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "http://host, does not begin with",
        "host:6379, does not begin with",
        "valkey://, host is missing",
        "valkey://:6379, host is missing",
        "valkey://host:, port",
        "valkey://host:0, port",
        "valkey://host:65536, port",
        "valkey://host:99999999999999999999, port",
        "valkey://host:-1, port",
        "valkey://host:６379, port",
        "valkey://host:6379:6380, port",
        "valkey://::1, host",
        "valkey://[::1, host",
        "valkey://[here], brackets",
        "valkey://[::1]x:1, brackets",
        "valkey://hö st, space or a control",
        "valkey://höst, host has a character",
        "valkey://ho%00st, host has a character",
        "valkey://host/0, no database",
        "valkey://host#x, host has a character",
        "valkey://host?, ok",
        "valkey://host?db=1, not known: db",
        "valkey://host?hunter2!=1, option that is not known",
        "valkey://host?user, option user has no value",
        "valkey://host?user=, option user has no value",
        "valkey://host?user=a&user=a, option user is given twice",
        "valkey://b@host?user=a, user is given twice",
        "valkey://host?user=a%0a, control character",
        "valkey://host?user=%ff, no UTF-8",
        "valkey://host?user=%4, two hex digits",
        "valkey://host?user=a#b, write %23",
        "valkey://host?password-file=secret, no absolute path",
        "valkey://host?password-env=A&password-file=/b, two places",
        "valkey://host?password-env=A=b, not the name of a variable",
        "valkey://host?ca-file=/x, begin the URI with valkeys://",
        "valkeys://host?cert-file=/x, go together",
        "valkeys://host?insecure=true, yes or no",
      })
  void shouldNameThePartThatIsWrong(String text, String message) throws Exception {
    if (message.equals("ok")) {
      assertThat(TargetUri.parse(text)).hasToString(text);
      return;
    }
    assertThatThrownBy(() -> TargetUri.parse(text))
        .isInstanceOf(TargetUriException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"valkey://ho\nst", "valkey://host\u0000", "valkey://host?user=\u001b[2J"})
  void shouldRefuseControlCharacters(String text) {
    assertThatThrownBy(() -> TargetUri.parse(text)).hasMessageContaining("control character");
    assertThatThrownBy(() -> TargetUri.parse("valkey://" + "h".repeat(3000)))
        .hasMessageContaining("longer than 2048");
  }
}
