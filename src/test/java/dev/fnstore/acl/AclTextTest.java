package dev.fnstore.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.acl.AclText.AclTextException;
import dev.fnstore.bytes.Bytes;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ACL files, read whole or refused with every line that is wrong. */
final class AclTextTest {
  private final UserRules rules = new UserRules(new SampleCommands(), () -> false);

  @Test
  void shouldReadBackWhatItHasWritten() throws Exception {
    String text =
        "user ann on sanitize-payload #"
            + PasswordHash.of(Bytes.of("x")).hex().toLatin1()
            + " ~a* %R~b resetchannels &c -@all +get +select|1 (%W~d resetchannels -@all +set)\n"
            + "user default on nopass sanitize-payload ~* &* +@all\n";

    Collection<User> users = AclText.read(Bytes.of(text), "f", rules);

    assertThat(AclText.write(users)).isEqualTo(Bytes.of(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "foo; f:1 should start with user keyword followed by the username.",
        "user; f:1 should start with user keyword followed by the username.",
        "user a foo; f:1: Syntax error.",
        "user a >secret foo bar; f:1: Syntax error.",
        "user a +nosuch; f:1: Error in applying operation '+nosuch': Unknown command or category"
            + " name in ACL.",
        "user a (+get; f:1: Unmatched parenthesis in selector definition."
      })
  void shouldSayWhichLineIsWrongAndWhy(String line, String fault) {
    assertThatThrownBy(() -> AclText.read(Bytes.of(line), "f", rules))
        .isInstanceOf(AclTextException.class)
        .hasMessage(fault.endsWith("definition.") ? fault : fault + " ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void shouldSayAllThatIsWrong() {
    String text = "user a on\n\nuser a on\nnobody\nuser b ~* ~a";

    assertThatThrownBy(() -> AclText.read(Bytes.of(text), "f", rules))
        .hasMessageContaining("Duplicate user 'a' found on line 3")
        .hasMessageContaining("f:4 should start with")
        .hasMessageContaining("f:5: Adding a pattern after");
  }
}
