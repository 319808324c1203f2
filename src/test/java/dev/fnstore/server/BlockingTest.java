package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Polling;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that wait for keys: nothing is lost and nothing given twice, whoever comes or goes. */
final class BlockingTest {
  private static final int MANY = 200;

  @TempDir Path folder;

  private TestServer server;
  private RespConnection pushing;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    pushing = server.connect();
  }

  @AfterEach
  void stop() {
    pushing.close();
    server.close();
  }

  private RespConnection blocked(Object... words) {
    int before = blockedClients();
    RespConnection waiting = server.connect();
    waiting.send(words);
    waiting.flush();
    awaitBlocked(before + 1);
    return waiting;
  }

  private void awaitBlocked(int clients) {
    Polling.until(clients + " wait", () -> blockedClients() == clients);
  }

  private int blockedClients() {
    return Integer.parseInt(
        ((Reply.Bulk) pushing.call("INFO", "clients"))
            .value()
            .toLatin1()
            .replaceAll("(?s).*blocked_clients:([0-9]+).*", "$1"));
  }

  private static Reply popped(String key, Object element) {
    return Reply.array(Reply.bulk(key), Reply.bulk(element.toString()));
  }

  @Test
  void shouldServeManyInTheOrderInWhichTheyCame() {
    List<RespConnection> waiting = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      waiting.add(blocked("BLPOP", "other" + i, "list", "0"));
    }
    for (int i = 0; i < MANY; i++) {
      pushing.send("RPUSH", "list", i);
    }
    pushing.flush();
    for (int i = 0; i < MANY; i++) {
      assertThat(pushing.read()).isEqualTo(Reply.ONE); // each was taken before the next came
    }
    for (int i = 0; i < MANY; i++) {
      assertThat(waiting.get(i).read()).isEqualTo(popped("list", i));
      waiting.get(i).close();
    }
    awaitBlocked(0);
  }

  @Test
  void shouldGiveAnElementEitherToWhoWaitsOrToTheListInTheMomentOfTheTimeout() {
    int timedOut = 0;
    try (RespConnection waiting = server.connect()) {
      for (int i = 0; i < 300; i++) {
        waiting.send("BLPOP", "list", "0.005");
        waiting.flush();
        LockSupport.parkNanos(4_000_000 + i * 10_000);
        pushing.call("RPUSH", "list", i);
        Reply reply = waiting.read();
        Reply left = pushing.call("LPOP", "list");
        if (reply.equals(Reply.NULL_ARRAY)) {
          timedOut++;
          assertThat(left).isEqualTo(Reply.bulk(Integer.toString(i)));
        } else {
          assertThat(reply).isEqualTo(popped("list", i));
          assertThat(left).isEqualTo(Reply.NULL);
        }
      }
    }
    assertThat(timedOut).isLessThanOrEqualTo(300);
    awaitBlocked(0);
  }

  @Test
  void shouldGiveNothingToWhoHasGone() {
    RespConnection gone = blocked("BLPOP", "list", "0");
    RespConnection next = blocked("BLPOP", "list", "0");
    gone.close();
    awaitBlocked(1);
    pushing.call("RPUSH", "list", "x");
    assertThat(next.read()).isEqualTo(popped("list", "x"));
    next.close();
  }

  /** As with Valkey: who says no more is not waited for. */
  @Test
  void shouldGiveNothingToWhoHasShutItsSide() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        RespConnection shut = RespConnection.over(socket)) {
      shut.send("BLPOP", "list", "0");
      shut.flush();
      awaitBlocked(1);
      socket.shutdownOutput();
      awaitBlocked(0);
      assertThat(shut.isAtEnd()).isTrue();
    }
    assertThat(pushing.call("RPUSH", "list", "x")).isEqualTo(Reply.ONE);
    assertThat(pushing.call("LLEN", "list")).isEqualTo(Reply.ONE);
  }

  @Test
  void shouldGiveNothingToWhoIsKilledByTheRequestBefore() {
    for (int i = 0; i < 50; i++) {
      RespConnection killed = server.connect();
      Reply id = killed.call("CLIENT", "ID");
      killed.send("BLPOP", "list", "0");
      killed.flush();
      awaitBlocked(1);
      pushing.send("CLIENT", "KILL", "ID", ((Reply.Int) id).value());
      pushing.send("RPUSH", "list", "x");
      pushing.flush();
      assertThat(pushing.read()).isEqualTo(Reply.ONE);
      assertThat(pushing.read()).isEqualTo(Reply.ONE);
      assertThat(pushing.call("LPOP", "list")).isEqualTo(Reply.bulk("x"));
      assertThat(killed.isAtEnd()).isTrue();
      awaitBlocked(0);
      killed.close();
    }
  }

  @Test
  void shouldRunWhatCameBehindWhatWaitsInOrder() {
    RespConnection waiting = blocked("BLPOP", "a", "0");
    for (int i = 0; i < 2000; i++) { // more than are read ahead
      waiting.send("RPUSH", "order", i);
    }
    waiting.send("BLPOP", "b", "0");
    waiting.send("LLEN", "order");
    waiting.flush();
    pushing.call("RPUSH", "a", "x");
    assertThat(waiting.read()).isEqualTo(popped("a", "x"));
    for (int i = 0; i < 2000; i++) {
      assertThat(waiting.read()).isEqualTo(Reply.of(i + 1));
    }
    awaitBlocked(1);
    pushing.call("RPUSH", "b", "y");
    assertThat(waiting.read()).isEqualTo(popped("b", "y"));
    assertThat(waiting.read()).isEqualTo(Reply.of(2000));
    waiting.close();
  }

  @Test
  void shouldAnswerOthersWhileSomebodyWaitsAndAScriptIsBusy() {
    pushing.call("CONFIG", "SET", "busy-reply-threshold", "10");
    RespConnection waiting = blocked("BLPOP", "list", "0.05");
    waiting.send("PING");
    waiting.flush();
    RespConnection busy = server.connect();
    busy.send("EVAL", "while true do end", "0");
    busy.flush();
    Polling.until("a script is busy", () -> pushing.call("PING").toString().contains("BUSY"));
    assertThat(pushing.call("SCRIPT", "KILL")).isEqualTo(Reply.OK);
    assertThat(busy.read()).isInstanceOf(Reply.ErrorReply.class);
    assertThat(waiting.read()).isEqualTo(Reply.NULL_ARRAY);
    assertThat(waiting.read()).isEqualTo(Reply.simple("PONG"));
    busy.close();
    waiting.close();
  }

  /** Every element once, with many who wait, push and move at the same time. */
  @Test
  void shouldLoseNothingAmongManyAtOnce() throws Exception {
    int pushers = 3;
    int each = 2000;
    Set<Bytes> taken = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < pushers; i++) {
        String name = "p" + i + "-";
        ends.add(threads.submit(() -> push(name, each)));
      }
      ends.add(threads.submit(() -> move(pushers * each)));
      for (int i = 0; i < 4; i++) {
        ends.add(threads.submit(() -> take(taken, pushers * each)));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(taken).hasSize(pushers * each);
    assertThat(pushing.call("EXISTS", "source", "target")).isEqualTo(Reply.ZERO);
  }

  private void push(String name, int count) {
    try (RespConnection connection = server.connect()) {
      for (int i = 0; i < count; i++) {
        if (i % 2 == 0) {
          connection.call("RPUSH", "source", name + i);
        } else {
          connection.call(
              "EVAL", "return server.call('RPUSH', KEYS[1], ARGV[1])", 1, "source", name + i);
        }
      }
    }
  }

  private void move(int count) {
    try (RespConnection connection = server.connect()) {
      for (int i = 0; i < count; i++) {
        connection.send("BLMOVE", "source", "target", "LEFT", "RIGHT", "0");
        if (i % 50 == 49) {
          readAll(connection, 50);
        }
      }
    }
  }

  private static void readAll(RespConnection connection, int count) {
    connection.flush();
    for (int i = 0; i < count; i++) {
      assertThat(connection.read()).isInstanceOf(Reply.Bulk.class);
    }
  }

  /** With an end so short that it is over now and then. */
  private void take(Set<Bytes> taken, int all) {
    try (RespConnection connection = server.connect()) {
      while (taken.size() < all) {
        if (connection.call("BRPOP", "target", "0.002") instanceof Reply.Array popped) {
          assertThat(taken.add(((Reply.Bulk) popped.items().get(1)).value())).isTrue();
        }
      }
    }
  }
}
