package dev.fnstore.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.ProtocolException;
import dev.fnstore.resp.Reply;
import dev.fnstore.resp.RequestLimits;
import dev.fnstore.resp.RequestParser;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken, cut off and hostile requests over real sockets. */
final class HostileRequestTest {
  private static final String PING = "*1\r\n$4\r\nPING\r\n";

  @TempDir Path folder;

  private TestServer server;
  private RespConnection client;
  private RegistryWatch watch;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    client = server.connect();
    watch = new RegistryWatch(client);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void shouldAnswerOrRefuseMutatedTraffic() {
    RegistryWatch.Sight[] sight = {watch.look()};
    Rounds.run(
        3000,
        random -> {
          byte[] sent = random.nextInt(10) == 0 ? noise(random) : traffic(random);
          byte[] answered = RawClient.exchange(server.port(), sent);
          assertThat(latin1(answered)).doesNotContain("internal error");
          RegistryWatch.Sight now = watch.look();
          if (!now.revision().equals(sight[0].revision())) {
            // A mutation that was good: then it is good after a restart too.
            assertThat(client.call("DEBUG", "RELOAD")).isEqualTo(Reply.OK);
            assertThat(watch.listing()).isEqualTo(now.listing());
          } else {
            assertThat(now).isEqualTo(sight[0]);
          }
          sight[0] = now;
        });
  }

  @Test
  void shouldCutTheSameRequestsHoweverTheBytesAreChunked() {
    Rounds.run(
        100_000,
        random -> {
          byte[] sent = random.nextInt(10) == 0 ? noise(random) : traffic(random);
          List<String> whole = parse(sent, sent.length + 1, random);
          assertThat(parse(sent, 1 + random.nextInt(20), random)).isEqualTo(whole);
        });
  }

  @Test
  void shouldAnswerWhatCameBeforeTheClientShutItsSide() throws IOException {
    String load = "#!lua name=nc\nserver.register_function('nc', function() return 'by nc' end)";
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    sent.writeBytes(RawClient.request("FUNCTION", "LOAD", load));
    for (int i = 0; i < 3000; i++) {
      sent.writeBytes(RawClient.request("FCALL", "nc", "0"));
    }
    String answered = latin1(RawClient.exchange(server.port(), sent.toByteArray()));
    assertThat(answered).isEqualTo("$2\r\nnc\r\n" + "$5\r\nby nc\r\n".repeat(3000));
  }

  @Test
  void shouldRunNothingBehindAProtocolError() throws IOException {
    String answered = latin1(RawClient.exchange(server.port(), bytes(PING + "*x\r\n" + PING)));
    assertThat(answered).isEqualTo("+PONG\r\n-ERR Protocol error: invalid multibulk length\r\n");
  }

  @Test
  void shouldHangUpOnWhatABrowserWasTrickedIntoSending() throws IOException {
    for (String sent :
        List.of("POST / HTTP/1.1\r\nHost: a\r\n\r\n", "Host: a\r\n", "*1\r\n$4\r\npost\r\n")) {
      String flush = sent + "FUNCTION FLUSH\r\n";
      assertThat(latin1(RawClient.exchange(server.port(), bytes(flush)))).isEmpty();
    }
    assertThat(watch.look().revision()).isEqualTo("log_revision:1");
  }

  @Test
  void shouldSurviveClientsThatLeaveInTheMiddle() throws IOException {
    RegistryWatch.Sight sight = watch.look();
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      try (RawClient leaving = new RawClient(server.port())) {
        leaving.send(RawClient.request("FUNCTION", "LIST", "WITHCODE"));
        leaving.send(Arrays.copyOf(traffic(random), 40));
      }
    }
    assertThat(client.call("PING")).isEqualTo(Reply.simple("PONG"));
    assertThat(watch.look().listing()).isEqualTo(sight.listing());
  }

  @Test
  void shouldTakeATransactionOfManyCommands() {
    client.send("MULTI");
    for (int i = 0; i < 100_000; i++) {
      client.send("ECHO", "x");
    }
    client.send("EXEC");
    client.flush();
    assertThat(client.read()).isEqualTo(Reply.OK);
    for (int i = 0; i < 100_000; i++) {
      assertThat(client.read()).isEqualTo(Reply.simple("QUEUED"));
    }
    assertThat(((Reply.Array) client.read()).items()).hasSize(100_000);
  }

  @Test
  void shouldAnswerAsValkeyDoes() throws IOException {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8)) {
      for (String sent : HostileLines.ALL) {
        assertThat(latin1(RawClient.exchange(server.port(), bytes(sent))))
            .as(sent.length() > 300 ? sent.substring(0, 300) : sent)
            .isEqualTo(latin1(RawClient.exchange(peer.port(), bytes(sent))));
      }
    }
  }

  private static byte[] traffic(Random random) {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      sent.writeBytes(request(random));
    }
    byte[] traffic = sent.toByteArray();
    return random.nextInt(8) == 0
        ? Arrays.copyOf(traffic, random.nextInt(traffic.length + 1))
        : Mutations.mutate(traffic, random);
  }

  private static byte[] request(Random random) {
    return switch (random.nextInt(22)) {
      case 0 -> bytes("PING \"a\\x41\" 'b'\r\n");
      case 1 -> RawClient.request("ECHO", new byte[random.nextInt(300)]);
      case 2 -> RawClient.request("FUNCTION", "LIST", "LIBRARYNAME", "w[a-z]*", "WITHCODE");
      case 3 -> RawClient.request("FCALL", "watched", random.nextInt(4), "k", "a", "b");
      case 4 -> RawClient.request("FUNCTION", "LOAD", "#!lua name=x\nserver.register_function(1)");
      case 5 ->
          RawClient.request("FUNCTION", "RESTORE", "\u00f5\u0003abc\n\u0000--------", "APPEND");
      case 6 -> RawClient.request("HELLO", 2 + random.nextInt(3), "SETNAME", "me");
      case 7 -> RawClient.request("CLIENT", "SETNAME", "a" + (char) random.nextInt(256));
      case 8 ->
          RawClient.request("CLIENT", "SETINFO", "LIB-NAME", "b" + (char) random.nextInt(256));
      case 9 -> RawClient.request("CONFIG", "GET", "max*", "[a-", "\\");
      case 10 -> RawClient.request("COMMAND", "GETKEYS", "EVAL", "x", "2", "a", "b");
      case 11 -> RawClient.request("COMMAND", "DOCS", "get", "function|load", "|", "x|");
      case 12 -> RawClient.request("COMMAND", "LIST", "FILTERBY", "PATTERN", "*[^a-c]?\\");
      case 13 -> RawClient.request("EVAL", "return {KEYS[1], ARGV[1], 1.5}", "1", "k", "v");
      case 14 -> RawClient.request("MULTI");
      case 15 -> RawClient.request("EXEC");
      case 16 -> RawClient.request("SET", "key", "value", "EX", "100", "NX");
      case 17 -> RawClient.request("ZADD", "z", "NX", "1e3", "a", "-inf", "b", "0x10", "c");
      case 18 -> RawClient.request("INFO", "everything", "errorstats");
      case 19 -> RawClient.request("SCRIPT", "EXISTS", "a", "b");
      case 20 -> RawClient.request("SCAN", "0", "MATCH", "[k-", "COUNT", "10");
      default -> RawClient.request("COMMAND", "GETKEYSANDFLAGS", "FCALL", "f", "1", "k");
    };
  }

  private static byte[] noise(Random random) {
    byte[] noise = new byte[random.nextInt(400)];
    random.nextBytes(noise);
    return noise;
  }

  /** The requests of {@code sent}, and how it ended. */
  private static List<String> parse(byte[] sent, int mostAtOnce, Random random) {
    RequestParser parser = new RequestParser(RequestLimits.DEFAULT);
    List<String> requests = new ArrayList<>();
    try {
      for (int at = 0; at < sent.length; ) {
        int to = Math.min(sent.length, at + 1 + random.nextInt(mostAtOnce));
        parser.feed(Arrays.copyOfRange(sent, at, to));
        at = to;
        for (List<Bytes> words = parser.next(); words != null; words = parser.next()) {
          requests.add(words.toString());
        }
        assertThat(parser.heldBytes()).isLessThan(100_000L + 80L * sent.length);
      }
    } catch (ProtocolException refused) {
      requests.add(refused.text().toString());
    }
    return requests;
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
