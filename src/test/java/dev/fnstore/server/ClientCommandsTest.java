package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What connections do to each other: KILL, PAUSE, REPLY, MONITOR, redirected tracking. */
final class ClientCommandsTest {
  @TempDir Path folder;

  private TestServer server;
  private RespConnection a;
  private RespConnection b;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    a = server.connect();
    b = server.connect();
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
    server.close();
  }

  private static long id(RespConnection connection) {
    return ((Reply.Int) connection.call("CLIENT", "ID")).value();
  }

  @Test
  void shouldCloseOthersAndItselfAfterTheAnswer() {
    assertThat(a.call("CLIENT", "KILL", "ID", id(b))).isEqualTo(Reply.of(1));
    assertThatThrownBy(() -> b.call("PING")).isInstanceOf(UncheckedIOException.class);
    assertThat(a.call("CLIENT", "KILL", "ID", id(a), "SKIPME", "no")).isEqualTo(Reply.of(1));
    assertThat(a.isAtEnd()).isTrue();
  }

  @Test
  void shouldAnswerOrNotAsTheClientWants() {
    a.send("CLIENT", "REPLY", "OFF");
    a.send("SET", "k", "1");
    a.send("CLIENT", "REPLY", "SKIP");
    a.send("GET", "k");
    a.send("CLIENT", "REPLY", "ON");
    a.send("CLIENT", "REPLY", "SKIP");
    a.send("GET", "k");
    a.send("GET", "k");
    a.flush();
    assertThat(a.read()).isEqualTo(Reply.OK);
    assertThat(a.read()).isEqualTo(Reply.bulk("1"));
  }

  @Test
  void shouldSkipTheAnswerToAResetToo() {
    a.send("CLIENT", "REPLY", "SKIP");
    a.send("RESET");
    a.send("PING");
    a.flush();
    assertThat(a.read()).isEqualTo(Reply.simple("PONG"));
  }

  @Test
  void shouldTakeManyRequestsThatAreNotAnswered() {
    a.call("CLIENT", "ID");
    a.send("CLIENT", "REPLY", "OFF");
    for (int i = 0; i < 50_000; i++) {
      a.send("INCR", "n");
      a.send("FUNCTION", "DELETE", "none");
    }
    a.send("CLIENT", "REPLY", "ON");
    a.send("GET", "n");
    a.flush();
    assertThat(a.read()).isEqualTo(Reply.OK);
    assertThat(a.read()).isEqualTo(Reply.bulk("50000"));
  }

  @Test
  void shouldLetWritesWaitForTheEndOfAPause() throws Exception {
    assertThat(a.call("CLIENT", "PAUSE", 60_000, "WRITE")).isEqualTo(Reply.OK);
    CompletableFuture<Reply> written = CompletableFuture.supplyAsync(() -> b.call("SET", "k", "1"));
    assertThat(a.call("GET", "k")).isEqualTo(Reply.NULL);
    assertThat(written).isNotDone();
    assertThat(a.call("CLIENT", "UNPAUSE")).isEqualTo(Reply.OK);
    assertThat(written.get(30, TimeUnit.SECONDS)).isEqualTo(Reply.OK);
    assertThat(a.call("GET", "k")).isEqualTo(Reply.bulk("1"));
  }

  @Test
  void shouldLetAllWaitAndThenRunInOrder() {
    a.send("CLIENT", "PAUSE", 300);
    a.send("INCR", "n");
    a.send("GET", "n");
    a.send("FUNCTION", "DELETE", "none");
    a.send("INCR", "n");
    a.flush();
    assertThat(List.of(a.read(), a.read(), a.read(), a.read(), a.read()))
        .containsExactly(
            Reply.OK, Reply.of(1), Reply.bulk("1"), Reply.err("Library not found"), Reply.of(2));
  }

  @Test
  void shouldHoldBackAFunctionThatMayWrite() throws Exception {
    a.call(
        "FUNCTION",
        "LOAD",
        "#!lua name=l\nserver.register_function('w', function() return 1 end)"
            + " server.register_function{function_name='r', callback=function() return 2 end,"
            + " flags={'no-writes'}}");
    a.call("CLIENT", "PAUSE", 60_000, "WRITE");
    assertThat(b.call("FCALL", "r", 0)).isEqualTo(Reply.of(2));
    CompletableFuture<Reply> held = CompletableFuture.supplyAsync(() -> b.call("FCALL", "w", 0));
    assertThat(a.call("FCALL", "r", 0)).isEqualTo(Reply.of(2));
    assertThat(held).isNotDone();
    a.call("CLIENT", "UNPAUSE");
    assertThat(held.get(30, TimeUnit.SECONDS)).isEqualTo(Reply.of(1));
  }

  @Test
  void shouldShowMonitorsWhatRuns() {
    assertThat(a.call("MONITOR")).isEqualTo(Reply.OK);
    b.call("SET", "a b", "\"\u0001");
    b.call("EVAL", "return server.call('get', KEYS[1])", 1, "a b");
    b.call("CONFIG", "GET", "save");
    b.call("AUTH", "default", "secret");
    b.call("PING");
    assertThat(shown(5))
        .containsExactly(
            "[0 ] \"SET\" \"a b\" \"\\\"\\x01\"",
            "[0 ] \"EVAL\" \"return server.call('get', KEYS[1])\" \"1\" \"a b\"",
            "[0 lua] \"get\" \"a b\"",
            "[0 ] \"AUTH\" \"(redacted)\" \"(redacted)\"",
            "[0 ] \"PING\"");
    assertThat(a.call("RESET")).isEqualTo(Reply.simple("RESET"));
    b.call("PING");
    assertThat(a.call("PING")).isEqualTo(Reply.simple("PONG"));
  }

  private List<String> shown(int lines) {
    List<String> shown = new java.util.ArrayList<>();
    for (int i = 0; i < lines; i++) {
      String line = ((Reply.Simple) a.read()).text().toLatin1();
      assertThat(line).matches("[0-9]{10}\\.[0-9]{6} \\[0 .*");
      shown.add(line.replaceFirst("^[0-9.]+ ", "").replaceFirst("127.0.0.1:[0-9]+", ""));
    }
    return shown;
  }

  @Test
  void shouldTellTheClientThatATrackingClientNames() {
    b.call("SUBSCRIBE", "__redis__:invalidate");
    try (RespConnection c = server.connect()) {
      long subscriber = idOfSubscriber(c);
      assertThat(a.call("CLIENT", "TRACKING", "ON", "REDIRECT", subscriber)).isEqualTo(Reply.OK);
      a.call("GET", "k");
      c.call("SET", "k", "1");
      assertThat(b.read())
          .isEqualTo(
              Reply.array(
                  Reply.bulk("message"),
                  Reply.bulk("__redis__:invalidate"),
                  Reply.array(Reply.bulk("k"))));
    }
  }

  private static long idOfSubscriber(RespConnection connection) {
    String list =
        ((Reply.Bulk) connection.call("CLIENT", "LIST", "TYPE", "pubsub")).value().toLatin1();
    return Long.parseLong(list.replaceFirst("id=([0-9]+) .*\n", "$1"));
  }

  @Test
  void shouldForgetWhoHasGone() {
    a.resp3();
    a.call("CLIENT", "TRACKING", "ON", "BCAST");
    a.call("SUBSCRIBE", "channel");
    a.close();
    Reply receivers = b.call("PUBLISH", "channel", "x");
    while (!receivers.equals(Reply.ZERO)) {
      receivers = b.call("PUBLISH", "channel", "x");
    }
    assertThat(b.call("SET", "k", "1")).isEqualTo(Reply.OK);
    assertThat(b.call("PUBSUB", "NUMSUB", "channel"))
        .isEqualTo(Reply.array(Reply.bulk("channel"), Reply.ZERO));
  }

  @Test
  void shouldTellOfChangesThatAFunctionMakes() {
    a.resp3();
    a.call("CLIENT", "TRACKING", "ON");
    a.call("GET", "k");
    b.call("EVAL", "for i = 1, 5000 do server.call('set', 'k', i) end", 0);
    assertThat(a.read())
        .isEqualTo(new Reply.Push(List.of(Reply.bulk("invalidate"), Reply.array(Reply.bulk("k")))));
  }
}
