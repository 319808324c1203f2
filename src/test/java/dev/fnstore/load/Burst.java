package dev.fnstore.load;

import dev.fnstore.bytes.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Requests that go out together, each with the check of its reply. */
final class Burst {
  private final ByteBuf bytes = Unpooled.buffer(256);
  private final List<Expected> expected = new ArrayList<>();

  /**
   * A reply that is still to come.
   *
   * @param words what was asked
   */
  record Expected(List<Object> words, Check check) {
    @Override
    public String toString() {
      String text = words.toString();
      return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
  }

  /** Adds a request of words that are text, bytes or numbers. */
  void add(Check check, Object... words) {
    write(words);
    expected.add(new Expected(List.of(words), check));
  }

  private void write(Object... words) {
    ascii("*" + words.length + "\r\n");
    for (Object word : words) {
      byte[] content =
          word instanceof Bytes given
              ? given.shared()
              : word.toString().getBytes(StandardCharsets.UTF_8);
      ascii("$" + content.length + "\r\n");
      bytes.writeBytes(content);
      ascii("\r\n");
    }
  }

  private void ascii(String text) {
    bytes.writeCharSequence(text, StandardCharsets.US_ASCII);
  }

  int size() {
    return expected.size();
  }

  List<Expected> expected() {
    return expected;
  }

  ByteBuf bytes() {
    return bytes;
  }
}
