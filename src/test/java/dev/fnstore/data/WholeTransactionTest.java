package dev.fnstore.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Polling;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction whose server is killed while it runs leaves nothing, whatever is in it. */
class WholeTransactionTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"always", "everysec", "no"})
  void shouldNotBeSavedInPart(String fsync) {
    try (ServerProcess server =
            ServerProcess.start(
                folder, "--config", "data-fsync=" + fsync, "--config", "busy-reply-threshold=50");
        RespConnection connection = server.connect();
        RespConnection other = server.connect()) {
      connection.send("MULTI");
      connection.send("SET", "first", "value");
      connection.send("BGSAVE");
      connection.send("EVAL", "while true do end", 0);
      connection.send("SET", "second", "value");
      connection.send("EXEC");
      connection.flush();
      Polling.until("it runs", () -> other.call("GET", "any") instanceof Reply.ErrorReply);
      server.kill();
    }
    try (ServerProcess server = ServerProcess.start(folder);
        RespConnection connection = server.connect()) {
      assertThat(connection.call("EXISTS", "first", "second")).isEqualTo(Reply.ZERO);
    }
  }

  @Test
  void shouldHaveASaveScheduledThatItAsksFor() {
    try (ServerProcess server = ServerProcess.start(folder, "--config", "data-fsync=no");
        RespConnection connection = server.connect()) {
      connection.call("MULTI");
      connection.call("SET", "key", "value");
      connection.call("BGSAVE");
      assertThat(connection.call("EXEC"))
          .isEqualTo(Reply.array(Reply.OK, Reply.simple("Background saving scheduled")));
    }
  }
}
