package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users changed while they are at work, also where Valkey 8.1 itself cannot be compared with. */
final class UserChangesTest {
  private static final int CLIENTS = 8;
  private static final int ROUNDS = 300;
  private static final Reply DENIED =
      Reply.ErrorReply.of("NOPERM User app has no permissions to run the 'set' command");

  @TempDir Path folder;

  /**
   * Every SET is whole or denied, by the rules that hold when it runs: no client sees a right that
   * was taken before its command was sent, or misses one that was given.
   */
  @Test
  void shouldHoldFromTheNextCommandOn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try (TestServer server = TestServer.start(folder);
        RespConnection admin = server.connect()) {
      admin.call("ACL", "SETUSER", "app", "on", "nopass", "~*", "+@all");
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        work.add(() -> setAgainAndAgain(server));
      }
      List<Future<Integer>> running = new ArrayList<>();
      work.forEach(task -> running.add(threads.submit(task)));
      try (RespConnection own = server.connect()) {
        own.call("AUTH", "app", "");
        for (int i = 0; i < ROUNDS; i++) {
          assertThat(admin.call("ACL", "SETUSER", "app", "-set")).isEqualTo(Reply.OK);
          assertThat(own.call("SET", "own", "v")).isEqualTo(DENIED);
          assertThat(admin.call("ACL", "SETUSER", "app", "+set")).isEqualTo(Reply.OK);
          assertThat(own.call("SET", "own", "v")).isEqualTo(Reply.OK);
        }
      }
      int done = 0;
      for (Future<Integer> task : running) {
        done += task.get();
      }
      assertThat(admin.call("GET", "count")).isEqualTo(Reply.bulk(Bytes.of(done)));
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * How many of its transactions ran whole: each is a SET and an INCR, of which SET may be denied.
   */
  private static int setAgainAndAgain(TestServer server) {
    int done = 0;
    try (RespConnection client = server.connect()) {
      client.call("AUTH", "app", "");
      for (int i = 0; i < ROUNDS; i++) {
        Reply reply = client.call("SET", "k", "v");
        assertThat(reply).isIn(Reply.OK, DENIED);
        client.send("MULTI");
        client.send("SET", "k", "v");
        client.send("INCR", "count");
        client.send("EXEC");
        client.flush();
        client.read();
        Reply set = client.read();
        client.read();
        Reply executed = client.read();
        if (set.equals(DENIED)) {
          assertThat(executed.toString()).contains("EXECABORT");
        } else {
          assertThat(((Reply.Array) executed).items()).hasSize(2);
          done++;
        }
      }
    }
    return done;
  }

  @Test
  void shouldCloseEveryConnectionOfAUserThatIsGone() {
    try (TestServer server = TestServer.start(folder);
        RespConnection admin = server.connect()) {
      for (int round = 0; round < 20; round++) {
        admin.call("ACL", "SETUSER", "app", "on", "nopass", "~*", "+@all");
        List<RespConnection> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          RespConnection client = server.connect();
          client.call("AUTH", "app", "");
          clients.add(client);
        }
        assertThat(admin.call("ACL", "DELUSER", "app")).isEqualTo(Reply.ONE);
        for (RespConnection client : clients) {
          assertThatThrownBy(() -> client.call("PING")).isInstanceOf(UncheckedIOException.class);
          client.close();
        }
      }
    }
  }

  /** Valkey 8.1 dies of it. */
  @Test
  void shouldAnswerAndThenCloseWhoTakesTheOwnChannelsAway() {
    try (TestServer server = TestServer.start(folder);
        RespConnection client = server.connect().resp3()) {
      client.call("SUBSCRIBE", "news");

      assertThat(client.call("ACL", "SETUSER", "default", "resetchannels")).isEqualTo(Reply.OK);
      assertThatThrownBy(() -> client.call("PING")).isInstanceOf(UncheckedIOException.class);
    }
  }

  /** Valkey 8.1 dies of it. */
  @Test
  void shouldAnswerAndThenCloseWhoLoadsAFileWithoutItsUser() throws Exception {
    Path file = Files.writeString(folder.resolve("users.acl"), "user ann on nopass +@all\n");
    try (TestServer server = TestServer.start(folder.resolve("store"), "aclfile", file.toString());
        RespConnection client = server.connect()) {
      client.call("AUTH", "ann", "");
      Files.writeString(file, "");

      assertThat(client.call("ACL", "LOAD")).isEqualTo(Reply.OK);
      assertThatThrownBy(() -> client.call("PING")).isInstanceOf(UncheckedIOException.class);
    }
  }

  /** As in Valkey: who it is that asks comes first, and to say so need not wait. */
  @Test
  void shouldKnowStrangersWhileAScriptIsBusy() {
    try (TestServer server =
            TestServer.start(folder, "requirepass", "secret", "busy-reply-threshold", "20");
        RespConnection caller = server.connect();
        RespConnection stranger = server.connect()) {
      caller.call("AUTH", "secret");
      caller.call("ACL", "SETUSER", "reader", "on", ">read", "+get", "+eval");
      caller.send("EVAL", "while true do end", "0");
      caller.flush();
      try (RespConnection operator = server.connect()) {
        operator.call("AUTH", "secret");
        while (!operator.call("ECHO", "x").toString().contains("BUSY")) {
          // the script has not begun, or not run for long enough
        }

        assertThat(stranger.call("ECHO", "x"))
            .isEqualTo(Reply.ErrorReply.of("NOAUTH Authentication required."));
        assertThat(stranger.call("AUTH", "reader", "wrong").toString()).contains("WRONGPASS");
        assertThat(stranger.call("AUTH", "reader", "read")).isEqualTo(Reply.OK);
        assertThat(stranger.call("ECHO", "x").toString()).contains("NOPERM");
        assertThat(stranger.call("EVAL", "return 1", "0").toString()).contains("BUSY");
        assertThat(stranger.call("SCRIPT", "KILL").toString()).contains("NOPERM");

        assertThat(operator.call("SCRIPT", "KILL")).isEqualTo(Reply.OK);
        assertThat(caller.read().toString()).contains("killed by user");
        assertThat(operator.call("ACL", "LOG").toString()).contains("\"auth\"");
      }
    }
  }

  /** As in Valkey: what is denied does not wait for the end of a pause. */
  @Test
  void shouldDenyInAPauseToo() {
    try (TestServer server = TestServer.start(folder, "requirepass", "secret");
        RespConnection admin = server.connect();
        RespConnection stranger = server.connect();
        RespConnection reader = server.connect()) {
      admin.call("AUTH", "secret");
      admin.call("ACL", "SETUSER", "reader", "on", "nopass", "+get", "+auth", "~*");
      reader.call("AUTH", "reader", "");
      admin.call("CLIENT", "PAUSE", "1000000", "WRITE");

      assertThat(stranger.call("SET", "k", "v"))
          .isEqualTo(Reply.ErrorReply.of("NOAUTH Authentication required."));
      assertThat(reader.call("SET", "k", "v").toString()).contains("NOPERM User reader");
      assertThat(admin.call("CLIENT", "UNPAUSE")).isEqualTo(Reply.OK);
    }
  }

  /** Valkey 8.1 leaves the reply out, so that the client waits for ever. */
  @Test
  void shouldAnswerAWrongPasswordWithinATransaction() {
    try (TestServer server = TestServer.start(folder);
        RespConnection client = server.connect()) {
      client.call("MULTI");
      client.call("AUTH", "nobody", "x");
      client.call("PING");

      assertThat(client.call("EXEC"))
          .isEqualTo(
              Reply.array(
                  Reply.ErrorReply.of(
                      "WRONGPASS invalid username-password pair or user is disabled."),
                  Reply.simple("PONG")));
      assertThat(client.call("ACL", "LOG").toString()).contains("multi");
    }
  }

  @Test
  void shouldNotStartOnAFileThatIsWrong() throws Exception {
    Path file = Files.writeString(folder.resolve("users.acl"), "user ann on\nuser bea +nosuch\n");
    String[] options = {"aclfile", file.toString()};

    assertThatThrownBy(() -> TestServer.start(folder.resolve("store"), options))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(file + ":2: Error in applying operation '+nosuch'");
    Files.delete(file);
    assertThatThrownBy(() -> TestServer.start(folder.resolve("store"), options))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("opening file '" + file + "': No such file or directory");
    Files.writeString(file, "user ann on\n");
    TestServer.start(folder.resolve("store"), options).close();
  }

  @Test
  void shouldTakeThePasswordThatItIsStartedWith() {
    try (TestServer server = TestServer.start(folder, "requirepass", "pässword");
        RespConnection client = server.connect()) {
      assertThat(client.call("PING"))
          .isEqualTo(Reply.ErrorReply.of("NOAUTH Authentication required."));
      assertThat(client.call("AUTH", "pässword")).isEqualTo(Reply.OK);
      assertThat(client.call("CONFIG", "GET", "requirepass"))
          .isEqualTo(Reply.array(Reply.bulk("requirepass"), Reply.bulk("(redacted)")));
    }
  }
}
