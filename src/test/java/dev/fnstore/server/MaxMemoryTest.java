package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Polling;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code noeviction}, in a process of its own: what counts is data, and not garbage. */
final class MaxMemoryTest {
  private static final int MB = 1 << 20;
  private static final int KEYS = 8;
  private static final byte[] VALUE = new byte[MB];

  /** What outlives one collection goes to where it is not collected again for long. */
  private static final String[] JAVA_OPTIONS = {
    "-XX:+UseSerialGC", "-Xmx512m", "-Xmn16m", "-XX:MaxTenuringThreshold=0"
  };

  private static final Reply REFUSED =
      Reply.ErrorReply.of("OOM command not allowed when used memory > 'maxmemory'.");

  @TempDir Path folder;

  private ServerProcess server;
  private RespConnection client;

  @BeforeEach
  void start() {
    server = ServerProcess.startWithJava(folder, JAVA_OPTIONS);
    client = RespConnection.open(server.port());
    overwrite(KEYS);
    client.call("MEMORY", "PURGE");
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  /** Ten times the room that there is, and no more data than before. */
  @Test
  void shouldNotTakeForDataWhatIsWrittenOver() {
    limit(64);
    overwrite(640);
  }

  @Test
  void shouldTakeAgainOnceKeysAreDeleted() {
    limit(16);
    for (int i = 0; i < 16; i++) {
      client.call("SET", "more:" + i, VALUE);
    }
    assertThat(client.call("SET", "k:0", VALUE)).isEqualTo(REFUSED);
    assertThat(client.call("SET", "k:0", VALUE)).isEqualTo(REFUSED);
    for (int i = 0; i < 16; i++) {
      client.call("DEL", "more:" + i);
    }
    Polling.until("a write is taken", () -> client.call("SET", "k:0", VALUE).equals(Reply.OK));
  }

  private void overwrite(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(client.call("SET", "k:" + i % KEYS, VALUE)).as("write %d", i).isEqualTo(Reply.OK);
    }
  }

  /** So many MB more than there are. */
  private void limit(int more) {
    String info = ((Reply.Bulk) client.call("INFO", "memory")).value().toText();
    long used =
        info.lines()
            .filter(line -> line.startsWith("used_memory:"))
            .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length()).strip()))
            .sum();
    long most = used + (long) more * MB;
    assertThat(client.call("CONFIG", "SET", "maxmemory", String.valueOf(most))).isEqualTo(Reply.OK);
  }
}
