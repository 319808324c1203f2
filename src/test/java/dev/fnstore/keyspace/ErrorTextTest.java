package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words of the user inside of error texts; found by the comparison with the reference. */
class ErrorTextTest {
  private final Subject subject = new Subject(Protocol.RESP2, 1_000);

  @Test
  void shouldEndTheMessageBeforeItsLineEnds() {
    assertThat(expireWithOption("a\nb\r\n")).isEqualTo(Reply.err("Unsupported option a b"));
    assertThat(expireWithOption("\n")).isEqualTo(Reply.err("Unsupported option "));
  }

  @Test
  void shouldEndAWordAtANulByte() {
    assertThat(expireWithOption("a\0b")).isEqualTo(Reply.err("Unsupported option a"));
  }

  private Reply expireWithOption(String option) {
    return subject.call(
        List.of(Bytes.of("expire"), Bytes.of("key"), Bytes.of(100), Bytes.of(option)));
  }
}
