package dev.fnstore.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestParserTest {
  private static final String TRAFFIC =
      String.join(
          "\r\n",
          "*1\r\n$4\r\nPING",
          "PING inline \"quoted \\x41\" 'single'",
          "",
          "*0",
          "*-1",
          "*3\r\n$3\r\nSET\r\n$0\r\n\r\n$5\r\na\r\nb\0",
          "ECHO bare newline\n*2\r\n$4\r\nECHO\r\n$12\r\n0123456789ab",
          "");

  private static final List<List<String>> REQUESTS =
      List.of(
          List.of("PING"),
          List.of("PING", "inline", "quoted A", "single"),
          List.of("SET", "", "a\r\nb\0"),
          List.of("ECHO", "bare", "newline"),
          List.of("ECHO", "0123456789ab"));

  @Test
  void shouldReadTheSameRequestsWhateverTheChunks() throws ProtocolException {
    byte[] traffic = latin1(TRAFFIC);
    for (int size = 1; size <= traffic.length; size++) {
      assertThat(parse(traffic, size)).as("chunks of %d bytes", size).isEqualTo(REQUESTS);
    }
  }

  @Test
  void shouldReadALongWordWhateverTheChunks() throws ProtocolException {
    byte[] word = new byte[300_000];
    new Random(1).nextBytes(word);
    String text = new String(word, StandardCharsets.ISO_8859_1);
    byte[] traffic = latin1("*2\r\n$4\r\nECHO\r\n$300000\r\n" + text + "\r\nPING\r\n");
    List<List<String>> expected = List.of(List.of("ECHO", text), List.of("PING"));
    for (int size : new int[] {1, 7, 1000, 16384, 65536, 300_000, traffic.length}) {
      assertThat(parse(traffic, size)).as("chunks of %d bytes", size).isEqualTo(expected);
    }
  }

  /**
   * The first word is kept from one request to the next: those that only begin alike are others.
   */
  @Test
  void shouldNotTakeACommandForTheOneBefore() throws ProtocolException {
    StringBuilder traffic = new StringBuilder();
    List<List<String>> expected = new ArrayList<>();
    for (String name :
        List.of("GET", "GET", "get", "GETS", "GE", "", "GET", "SET", "GET", "PING")) {
      traffic.append("*2\r\n$%d\r\n%s\r\n$3\r\nGET\r\n".formatted(name.length(), name));
      expected.add(List.of(name, "GET"));
    }
    for (int size = 1; size <= traffic.length(); size++) {
      assertThat(parse(latin1(traffic.toString()), size))
          .as("chunks of %d bytes", size)
          .isEqualTo(expected);
    }
  }

  /** Where lengths have another number of digits, and whatever is in the word. */
  @Test
  void shouldReadWordsOfEveryLengthWhateverTheChunks() throws ProtocolException {
    StringBuilder traffic = new StringBuilder();
    List<List<String>> expected = new ArrayList<>();
    for (int length : new int[] {0, 1, 9, 10, 11, 99, 100, 101, 999, 1000}) {
      String word = "\r\n$1*".repeat(200).substring(0, length);
      traffic.append("*2\r\n$%d\r\n%s\r\n$1\r\nx\r\n".formatted(length, word));
      expected.add(List.of(word, "x"));
    }
    for (int size = 1; size <= 300; size++) {
      assertThat(parse(latin1(traffic.toString()), size))
          .as("chunks of %d bytes", size)
          .isEqualTo(expected);
    }
  }

  @Test
  void shouldHoldShortWordsAgainstTheLimitsToo() {
    RequestParser parser = new RequestParser(new RequestLimits(100, 50, 1000, 60));
    parser.feed(latin1("*1\r\n$51\r\n" + "a".repeat(51) + "\r\n"));
    assertThatThrownBy(parser::next).hasMessageContaining("bulk length");
    RequestParser other = new RequestParser(new RequestLimits(100, 50, 1000, 60));
    other.feed(latin1("*2\r\n$50\r\n" + "a".repeat(50) + "\r\n$11\r\n01234567890\r\n"));
    assertThatThrownBy(other::next).hasMessageContaining("client-query-buffer-limit");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*1\\r\\n#4\\r\\n| expected '$', got '#'",
        "*1\\r\\n*1\\r\\n| expected '$', got '*'",
        "*x\\r\\n| invalid multibulk length",
        "*1048577\\r\\n| invalid multibulk length",
        "*99999999999999999999\\r\\n| invalid multibulk length",
        "*1\\r\\n$-1\\r\\n| invalid bulk length",
        "*1\\r\\n$abc\\r\\n| invalid bulk length",
        "*1\\r\\n$536870913\\r\\n| invalid bulk length",
        "*1\\r\\n$007\\r\\n| invalid bulk length",
        "*1\\r\\n$07\\r\\n1234567\\r\\n| invalid bulk length",
        "*1\\r\\n$a\\r\\n1234567\\r\\n| invalid bulk length",
        "*1\\r\\n$1a\\r\\n1234567\\r\\n| invalid bulk length",
        "*1\\r\\n$a1\\r\\n1234567\\r\\n| invalid bulk length",
        "*1\\r\\n$\\r\\n1234567\\r\\n| invalid bulk length",
        "SET \"open\\r\\n| unbalanced quotes in request",
        "SET 'a'b\\r\\n| unbalanced quotes in request",
      })
  void shouldRefuseWhatIsNoRequest(String sent, String message) {
    byte[] traffic = latin1(sent.replace("\\r", "\r").replace("\\n", "\n"));
    assertThatThrownBy(() -> parse(traffic, traffic.length))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("Protocol error: " + message);
  }

  @Test
  void shouldRefuseLinesThatNeverEnd() {
    assertThatThrownBy(() -> parse(filled("", 65537), 1000))
        .hasMessage("Protocol error: too big inline request");
    assertThatThrownBy(() -> parse(filled("*", 65538), 1000))
        .hasMessage("Protocol error: too big mbulk count string");
    assertThatThrownBy(() -> parse(filled("*1\r\n$", 65544), 1000))
        .hasMessage("Protocol error: too big bulk count string");
  }

  @Test
  void shouldHoldOnlyWhatHasArrived() throws ProtocolException {
    RequestParser parser = new RequestParser(RequestLimits.DEFAULT);
    parser.feed(latin1("*1000000\r\n$536870912\r\nonly this"));
    assertThat(parser.next()).isNull();
    assertThat(parser.heldBytes()).as("of 512 MB promised").isLessThan(32 << 10);
  }

  @Test
  void shouldRefuseARequestLargerThanItsLimit() {
    RequestParser parser = new RequestParser(new RequestLimits(100, 1000, 1000, 1500));
    parser.feed(latin1("*2\r\n$1000\r\n" + "a".repeat(1000) + "\r\n$501\r\n"));
    assertThatThrownBy(parser::next).hasMessageContaining("client-query-buffer-limit");
  }

  private static byte[] filled(String start, int length) {
    byte[] traffic = new byte[length];
    Arrays.fill(traffic, (byte) '1');
    System.arraycopy(latin1(start), 0, traffic, 0, start.length());
    return traffic;
  }

  private static List<List<String>> parse(byte[] traffic, int chunk) throws ProtocolException {
    RequestParser parser = new RequestParser(RequestLimits.DEFAULT);
    List<List<String>> requests = new ArrayList<>();
    for (int from = 0; from < traffic.length; from += chunk) {
      parser.feed(Arrays.copyOfRange(traffic, from, Math.min(traffic.length, from + chunk)));
      for (List<Bytes> words = parser.next(); words != null; words = parser.next()) {
        requests.add(words.stream().map(Bytes::toLatin1).toList());
      }
    }
    return requests;
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
