package dev.fnstore.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than fits into a heap of 512 MB: refused or cut off, and forgotten. */
final class HostileMemoryTest {
  private static final int MB = 1 << 20;

  @TempDir static Path folder;

  private static ServerProcess server;
  private static RegistryWatch.Sight sight;

  private final List<RawClient> open = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = ServerProcess.start(folder);
    try (RespConnection client = server.connect()) {
      sight = new RegistryWatch(client).look();
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void shouldBeAliveWithTheMemoryOfBefore() throws Exception {
    assertAlive();
    for (RawClient client : open) {
      client.close();
    }
    try (RespConnection client = server.connect()) {
      client.call("SCRIPT", "FLUSH");
      client.call("FLUSHALL");
      assertThat(Collections.liveBytesBelow(server, client, 64L * MB))
          .as("live bytes")
          .isLessThan(64L * MB);
    }
    assertThat(server.output()).doesNotContain("OutOfMemoryError").doesNotContain(" ERROR ");
  }

  private static void assertAlive() {
    assertThat(server.isAlive()).as(server.output()).isTrue();
    try (RespConnection client = server.connect()) {
      assertThat(client.call("PING")).isEqualTo(Reply.simple("PONG"));
      assertThat(client.call("FCALL", "watched", "0", "x")).isEqualTo(Reply.bulk("x"));
      assertThat(client.call("FUNCTION", "LIST", "WITHCODE")).isEqualTo(sight.listing());
    }
  }

  @Test
  void shouldPayNothingForPromises() {
    hold(2000, client -> client.send(bytes("*2\r\n$4\r\nECHO\r\n$536870912\r\nabc")));
  }

  @Test
  void shouldCutOffHalfSentRequestsThatAreTooMuchTogether() {
    byte[] part = new byte[MB];
    hold(
        16,
        client -> {
          client.send(bytes("*2\r\n$4\r\nECHO\r\n$536870912\r\n"));
          for (int i = 0; i < 50 && client.send(part); i++) {
            // goes on until it is cut off
          }
        });
  }

  @Test
  void shouldTakeAMillionEmptyWords() {
    byte[] sent = bytes("*1048576\r\n" + "$0\r\n\r\n".repeat(1_048_575));
    hold(12, client -> client.send(sent));
  }

  @Test
  void shouldCutOffTransactionsThatAreTooMuchTogether() {
    byte[] queued = RawClient.request("ECHO", "y".repeat(1000));
    byte[] many = bytes(latin1(queued).repeat(1000));
    hold(
        8,
        client -> {
          client.send(RawClient.request("MULTI"));
          for (int i = 0; i < 60 && client.send(many); i++) {
            // goes on until it is cut off
          }
        });
  }

  @Test
  void shouldRefuseTextThatIsTooMuchToCompile() {
    String header = "#!lua name=large\n";
    assertRefused("FUNCTION", "LOAD", header + "x=1;".repeat(10 * MB));
    assertRefused("FUNCTION", "LOAD", header + "\u0001\u00ff([".repeat(10 * MB));
    assertRefused("FUNCTION", "LOAD", header + "local a = " + "(".repeat(MB));
    assertRefused("FUNCTION", "LOAD", "#!lua " + "name=q ".repeat(MB) + "\n");
    assertRefused("EVAL", "local a={" + "1,".repeat(8 * MB) + "", "0");
  }

  @Test
  void shouldRefuseScriptsBeyondTheirShare() {
    try (RespConnection client = server.connect()) {
      int refused = 0;
      for (int i = 0; i < 25; i++) {
        Reply reply = client.call("SCRIPT", "LOAD", "return " + i + "--" + "z".repeat(MB));
        refused += reply instanceof Reply.ErrorReply ? 1 : 0;
        client.call("EVAL", "return " + i + "--" + "e".repeat(MB), "0");
      }
      assertThat(refused).isPositive();
    }
  }

  private void assertRefused(Object... words) {
    try (RespConnection client = server.connect()) {
      Reply reply = client.call(words);
      assertThat(reply).isInstanceOf(Reply.ErrorReply.class);
      assertThat(((Reply.ErrorReply) reply).text().toLatin1()).doesNotContain("internal error");
    }
  }

  private interface Attack {
    void run(RawClient client) throws IOException;
  }

  /** Attacks from many connections at once, which stay open until the test ends. */
  private void hold(int connections, Attack attack) {
    try {
      for (int i = 0; i < connections; i++) {
        RawClient client = new RawClient(server.port());
        open.add(client);
        attack.run(client);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
