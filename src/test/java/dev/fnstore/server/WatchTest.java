package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What puts off a transaction and what does not, as Valkey 8.1 answered; and who is forgotten. */
final class WatchTest {
  @TempDir Path folder;

  private TestServer server;
  private RespConnection a;
  private RespConnection b;

  @BeforeEach
  void start() {
    server = TestServer.start(folder, "enable-debug-command", "yes");
    a = server.connect();
    b = server.connect();
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
    server.close();
  }

  private Reply exec() {
    a.call("MULTI");
    a.call("PING");
    return a.call("EXEC");
  }

  @Test
  void shouldNotRunOnceAWatchedKeyHasExpiredThoughNobodyAskedForIt() throws Exception {
    for (int i = 0; i < 10; i++) { // now and then the key is dropped in time by itself
      a.call("SET", "k", "1", "PX", "5");
      a.call("WATCH", "k");
      Thread.sleep(6);
      assertThat(exec()).isNotEqualTo(Reply.array(Reply.simple("PONG")));
    }
  }

  @Test
  void shouldRunWhereAKeyThatNeverWasIsFlushedOrSwapped() {
    for (List<String> command :
        List.of(List.of("FLUSHDB"), List.of("FLUSHALL"), List.of("SWAPDB", "0", "1"))) {
      b.call("SET", "other", "1");
      a.call("WATCH", "k");
      b.call(command.toArray());
      assertThat(exec()).as("%s", command).isEqualTo(Reply.array(Reply.simple("PONG")));
      b.call("SET", "k", "1");
      a.call("WATCH", "k");
      b.call(command.toArray());
      assertThat(exec()).as("%s", command).isNotEqualTo(Reply.array(Reply.simple("PONG")));
      b.call("FLUSHALL");
    }
  }

  @Test
  void shouldForgetAClientThatVanishesWhileItsTransactionRuns() throws Exception {
    RespConnection vanishing = server.connect();
    vanishing.send("MULTI");
    vanishing.send("DEBUG", "SLEEP", "0.5");
    vanishing.send("SUBSCRIBE", "channel");
    vanishing.send("EXEC");
    Thread.sleep(200);
    vanishing.close();
    Thread.sleep(500);
    for (int i = 0; i < 100 && !b.call("PUBLISH", "channel", "m").equals(Reply.of(0)); i++) {
      Thread.sleep(20);
    }
    assertThat(b.call("PUBLISH", "channel", "m")).isEqualTo(Reply.of(0));
  }
}
