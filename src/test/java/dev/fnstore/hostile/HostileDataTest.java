package dev.fnstore.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More data than the heap holds, with no {@code maxmemory}: refused, whoever collects garbage. */
final class HostileDataTest {
  private static final Reply.ErrorReply REFUSED =
      Reply.ErrorReply.of("OOM command not allowed when used memory > 'maxmemory'.");

  /** Of 100 kB each; ten times the heap. */
  private static final int MOST_VALUES = 16_000;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
  void shouldRefuseWhatWouldFillTheHeap(String collector) throws InterruptedException {
    try (ServerProcess server = ServerProcess.startWithJava(folder, "-Xmx160m", collector);
        RespConnection client = server.connect()) {
      int count = 0;
      Reply reply = Reply.OK;
      while (reply.equals(Reply.OK) && count < MOST_VALUES) {
        reply = set(server, client, "key" + count++);
      }
      assertThat(reply).isEqualTo(REFUSED);
      assertThat(client.call("PING")).isEqualTo(Reply.simple("PONG"));
      assertThat(client.call("FLUSHALL")).isEqualTo(Reply.OK);
      awaitRoom(client);
      assertThat(server.output()).doesNotContain("OutOfMemoryError").doesNotContain(" ERROR ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
  void shouldEndAScriptThatWouldFillTheHeapWithData(String collector) throws InterruptedException {
    try (ServerProcess server = ServerProcess.startWithJava(folder, "-Xmx160m", collector);
        RespConnection client = server.connect()) {
      String script =
          "for i = 1, math.huge do redis.call('SET', 'k' .. i, ('x'):rep(10000) .. i) end";
      Reply reply = client.call("EVAL", script, "0");
      assertThat(reply).isInstanceOf(Reply.ErrorReply.class);
      assertThat(((Reply.ErrorReply) reply).text().toLatin1()).startsWith("ERR not enough memory");
      assertThat(client.call("PING")).isEqualTo(Reply.simple("PONG"));
      assertThat(client.call("FLUSHALL")).isEqualTo(Reply.OK);
      awaitRoom(client);
      assertThat(server.output()).doesNotContain("OutOfMemoryError").doesNotContain(" ERROR ");
    }
  }

  private static Reply set(ServerProcess server, RespConnection client, String key) {
    try {
      return client.call("SET", key, "x".repeat(100_000));
    } catch (UncheckedIOException e) {
      throw new AssertionError(
          "no answer to SET " + key + " of a server that said\n" + server.output(), e);
    }
  }

  /** What was deleted is collected some time after; until then writes are refused. */
  private static void awaitRoom(RespConnection client) throws InterruptedException {
    Reply reply = REFUSED;
    for (int attempt = 0; attempt < 600 && reply.equals(REFUSED); attempt++) {
      Thread.sleep(100);
      reply = client.call("SET", "k", "v");
    }
    assertThat(reply).isEqualTo(Reply.OK);
  }
}
