package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command takes no longer than its client waits for it, whatever was before. */
final class CommandTimesTest {
  private static final int PAUSE_MS = 300;
  private static final int ROUNDS = 200;
  private static final Pattern MICROS = Pattern.compile("cmdstat_(\\w+):calls=1,usec=(\\d+)");

  @TempDir Path folder;

  /** Where requests are cut out one by one, since it is not known who the client is. */
  @Test
  void shouldNotCountThePauseOfAClientThatHasLoggedOut() throws InterruptedException {
    try (TestServer server = TestServer.start(folder, "requirepass", "secret");
        RespConnection client = server.connect()) {
      assertThat(client.call("HELLO", "2", "AUTH", "default", "secret"))
          .isInstanceOf(Reply.Array.class);
      client.sendRaw("PING\r\nPING\r\nRESET\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.read()).isEqualTo(Reply.simple("PONG"));
      assertThat(client.read()).isEqualTo(Reply.simple("PONG"));
      assertThat(client.read()).isEqualTo(Reply.simple("RESET"));
      Thread.sleep(PAUSE_MS);
      long begin = System.nanoTime();
      assertThat(client.call("AUTH", "secret")).isEqualTo(Reply.OK);
      long waitedMicros = (System.nanoTime() - begin) / 1000;
      assertThat(micros(client, "auth")).isLessThanOrEqualTo(waitedMicros);
    }
  }

  @Test
  void shouldNotCountThePauseBeforeWhatFollowsARefusal() throws InterruptedException {
    try (TestServer server = TestServer.start(folder);
        RespConnection client = server.connect()) {
      for (int i = 0; i < ROUNDS; i++) { // the first are slow, and looks at the wall between them
        client.sendRaw("PING\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(client.read()).isEqualTo(Reply.simple("PONG"));
        assertThat(client.read()).isEqualTo(Reply.simple("PONG"));
      }
      Thread.sleep(PAUSE_MS);
      long begin = System.nanoTime();
      client.sendRaw("NOSUCH\r\nSET k\r\nGET k\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.read()).isInstanceOf(Reply.ErrorReply.class);
      assertThat(client.read()).isInstanceOf(Reply.ErrorReply.class);
      assertThat(client.read()).isEqualTo(Reply.NULL);
      long waitedMicros = (System.nanoTime() - begin) / 1000;
      assertThat(micros(client, "get")).isLessThanOrEqualTo(waitedMicros);
    }
  }

  private static long micros(RespConnection client, String command) {
    Reply.Bulk all = (Reply.Bulk) client.call("INFO", "commandstats");
    Matcher matcher = MICROS.matcher(all.value().toText());
    while (matcher.find()) {
      if (matcher.group(1).equals(command)) {
        return Long.parseLong(matcher.group(2));
      }
    }
    throw new AssertionError(command + " was not called once: " + all.value().toText());
  }
}
