package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Polling;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody asks for is done in spite of clients that keep event loops busy without a pause. */
final class HousekeepingTest {
  private static final int BUSY_CLIENTS = 3;
  private static final int PIPELINE = 200;
  private static final int KEYS = 500;

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> load = new ArrayList<>();
  private volatile boolean ends;
  private TestServer server;
  private RespConnection asking;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    asking = server.connect();
    for (int i = 0; i < BUSY_CLIENTS; i++) {
      load.add(threads.submit(this::keepBusy));
    }
  }

  @AfterEach
  void stop() throws Exception {
    ends = true;
    for (Future<?> each : load) {
      each.get();
    }
    threads.shutdown();
    asking.close();
    server.close();
  }

  private void keepBusy() {
    try (RespConnection connection = server.connect()) {
      while (!ends) {
        for (int i = 0; i < PIPELINE; i++) {
          connection.send("incr", "counter");
        }
        connection.flush();
        for (int i = 0; i < PIPELINE; i++) {
          assertThat(connection.read()).isInstanceOf(Reply.Int.class);
        }
      }
    }
  }

  @Test
  void shouldEndTheWaitOfABlockedClient() {
    for (int i = 0; i < 5; i++) {
      assertThat(asking.call("blpop", "nothing", "0.05")).isEqualTo(Reply.NULL_ARRAY);
    }
  }

  @Test
  void shouldDropKeysThatNobodyAsksFor() {
    for (int i = 0; i < KEYS; i++) {
      asking.call("set", "key" + i, "value", "px", 50);
    }
    Polling.until("one key", () -> asking.call("dbsize").equals(Reply.of(1)));
  }

  @Test
  void shouldEndAPause() {
    assertThat(asking.call("client", "pause", 50, "all")).isEqualTo(Reply.OK);
    assertThat(asking.call("set", "key", "value")).isEqualTo(Reply.OK);
  }
}
