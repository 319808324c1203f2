package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that do not end: others are answered BUSY, and the script can be killed. */
final class BusyScriptTest {
  private static final String LIBRARY =
      """
      #!lua name=busy
      server.register_function('spin', function() while true do end end)
      server.register_function('spin_in_pcall', function()
        while true do pcall(function() while true do end end) end
      end)
      server.register_function('spin_in_coroutine', function()
        while true do
          local c = coroutine.create(function() while true do end end)
          coroutine.resume(c)
        end
      end)
      server.register_function('write_and_spin', function(keys)
        server.call('SET', keys[1], 'half')
        while true do end
      end)
      server.register_function('spin_for', function(keys, args)
        for i = 1, tonumber(args[1]) do end
        return 'done'
      end)
      server.register_function('quick', function() return 'done' end)
      """;

  private static final Reply.ErrorReply BUSY =
      Reply.ErrorReply.of(
          "BUSY Valkey is busy running a script. You can only call FUNCTION KILL or SHUTDOWN"
              + " NOSAVE.");

  @TempDir Path folder;

  private TestServer server;
  private RespConnection caller;
  private RespConnection other;

  @BeforeEach
  void start() {
    server = TestServer.start(folder, "busy-reply-threshold", "20");
    caller = server.connect();
    other = server.connect();
    assertThat(caller.call("FUNCTION", "LOAD", LIBRARY)).isEqualTo(Reply.bulk("busy"));
  }

  @AfterEach
  void stop() {
    caller.close();
    other.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "spin_in_pcall", "spin_in_coroutine"})
  void shouldBeBusyAndThenKilled(String function) {
    caller.send("FCALL", function, "0");
    caller.send("PING");
    caller.flush();
    awaitBusy();
    assertThat(other.call("GET", "x")).isEqualTo(BUSY);
    assertThat(other.call("SHUTDOWN")).isEqualTo(BUSY);
    assertThat(other.call("SCRIPT", "KILL")).isEqualTo(BUSY);
    assertThat(other.call("NOSUCH")).isInstanceOf(Reply.ErrorReply.class).isNotEqualTo(BUSY);
    assertThat(other.call("GET")).isInstanceOf(Reply.ErrorReply.class).isNotEqualTo(BUSY);
    assertThat(other.call("FUNCTION", "KILL")).isEqualTo(Reply.OK);
    assertThat(((Reply.ErrorReply) caller.read()).text().toText())
        .startsWith("ERR Script killed by user with FUNCTION KILL. script: " + function)
        .contains("on @user_function:");
    assertThat(caller.read()).isEqualTo(Reply.simple("PONG"));
    assertThat(other.call("FCALL", "quick", "0")).isEqualTo(Reply.bulk("done"));
    assertThat(other.call("FUNCTION", "KILL"))
        .isEqualTo(Reply.ErrorReply.of("NOTBUSY No scripts in execution right now."));
  }

  @Test
  void shouldAnswerCommandsThatWereQueuedBefore() {
    List<RespConnection> waiting = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waiting.add(server.connect());
    }
    caller.send("FCALL", "spin", "0");
    caller.flush();
    for (RespConnection connection : waiting) {
      connection.send("SET", "k", "v");
      connection.send("GET", "k");
      connection.flush();
    }
    for (RespConnection connection : waiting) {
      Reply first = connection.read();
      assertThat(first).isIn(BUSY, Reply.OK);
      assertThat(connection.read()).isIn(BUSY, Reply.bulk("v"));
    }
    awaitBusy();
    other.call("FUNCTION", "KILL");
    assertThat(caller.read()).isInstanceOf(Reply.ErrorReply.class);
    waiting.forEach(RespConnection::close);
  }

  /**
   * Scripts that end by themselves at about the threshold: event loops begin to answer in the
   * executor's place just as it comes back. No change may run there, and none may be lost.
   */
  @Test
  void shouldNeverChangeAnythingOnAnEventLoop() throws InterruptedException {
    other.call("CONFIG", "SET", "busy-reply-threshold", "1");
    AtomicBoolean stop = new AtomicBoolean();
    Thread spinner = new Thread(() -> spinBriefly(stop));
    spinner.start();
    List<Loader> loaders = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Loader loader = new Loader(server.port(), i);
      loaders.add(loader);
      loader.start();
    }
    long acknowledged = 3; // the library of these tests, and that a parameter was set twice
    for (Loader loader : loaders) {
      loader.join();
      assertThat(loader.unexpected).isEmpty();
      acknowledged += loader.acknowledged;
    }
    stop.set(true);
    spinner.join();
    other.call("CONFIG", "SET", "busy-reply-threshold", "5000");
    assertThat(server.server().head().revision().number()).isEqualTo(acknowledged);
  }

  private void spinBriefly(AtomicBoolean stop) {
    Random random = new Random(1);
    try (RespConnection connection = server.connect()) {
      while (!stop.get()) {
        Reply reply = connection.call("FCALL", "spin_for", "0", random.nextInt(60_000));
        assertThat(reply).isIn(Reply.bulk("done"), BUSY);
      }
    }
  }

  /** Loads libraries in bursts and counts what is acknowledged. */
  private static final class Loader extends Thread {
    private static final int BURSTS = 400;
    private static final int LOADS = 6;

    private final int port;
    private final String name;
    private final List<Reply> unexpected = new ArrayList<>();
    private long acknowledged;

    Loader(int port, int number) {
      this.port = port;
      this.name = "loader_" + number;
    }

    @Override
    public void run() {
      try (RespConnection connection = RespConnection.open(port)) {
        for (int burst = 0; burst < BURSTS; burst++) {
          for (int i = 0; i < LOADS; i++) {
            connection.send("FUNCTION", "LOAD", "REPLACE", source(burst * LOADS + i));
          }
          connection.flush();
          for (int i = 0; i < LOADS; i++) {
            note(connection.read());
          }
        }
      }
    }

    private void note(Reply reply) {
      if (reply.equals(Reply.bulk(name))) {
        acknowledged++;
      } else if (!reply.equals(BUSY)) {
        unexpected.add(reply);
      }
    }

    private String source(int version) {
      return "#!lua name=%s\nserver.register_function('%s', function() return %d end)"
          .formatted(name, name, version);
    }
  }

  /** Nobody read on from a client that was answered BUSY and, as it wished, not told so. */
  @Test
  void shouldReadOnWhileBusyFromAClientThatIsNotAnswered() {
    try (RespConnection silent = server.connect()) {
      silent.send("CLIENT", "REPLY", "OFF");
      silent.flush();
      while (!other.call("CLIENT", "LIST").toString().contains("cmd=client|reply")) {
        Thread.onSpinWait();
      }
      caller.send("FCALL", "spin", "0");
      caller.flush();
      awaitBusy();
      for (int i = 0; i < 100_000; i++) {
        silent.send("PING"); // so short that more than may wait come in at once
      }
      silent.send("FUNCTION", "KILL");
      silent.flush();
      assertThat(caller.read()).isInstanceOf(Reply.ErrorReply.class);
    }
  }

  @Test
  void shouldTellWhatRuns() {
    caller.send("FCALL", "spin", "0", "argument");
    caller.flush();
    awaitBusy();
    Reply.Array stats = (Reply.Array) other.call("FUNCTION", "STATS");
    List<Reply> running = ((Reply.Array) stats.items().get(1)).items();
    assertThat(running.subList(0, 5))
        .containsExactly(
            Reply.bulk("name"),
            Reply.bulk("spin"),
            Reply.bulk("command"),
            Reply.array(
                Reply.bulk("FCALL"), Reply.bulk("spin"), Reply.bulk("0"), Reply.bulk("argument")),
            Reply.bulk("duration_ms"));
    other.call("FUNCTION", "KILL");
    assertThat(caller.read()).isInstanceOf(Reply.ErrorReply.class);
  }

  @Test
  void shouldNotKillWhatHasWritten() {
    caller.send("FCALL", "write_and_spin", "1", "k");
    caller.flush();
    awaitBusy();
    assertThat(((Reply.ErrorReply) other.call("FUNCTION", "KILL")).text().toText())
        .startsWith("UNKILLABLE Sorry the script already executed write commands");
    other.send("SHUTDOWN", "NOSAVE");
    other.flush();
    assertThat(other.isAtEnd()).isTrue();
    server.close();
    try (TestServer next = TestServer.start(folder);
        RespConnection again = next.connect()) {
      assertThat(again.call("FCALL", "quick", "0")).isEqualTo(Reply.bulk("done"));
    }
  }

  @Test
  void shouldKeepATransactionsBusyErrors() {
    caller.send("FCALL", "spin", "0");
    caller.flush();
    awaitBusy();
    assertThat(other.call("MULTI")).isEqualTo(Reply.OK);
    assertThat(other.call("SET", "k", "v")).isEqualTo(BUSY);
    assertThat(((Reply.ErrorReply) other.call("EXEC")).text().toText())
        .startsWith("EXECABORT Transaction discarded because of: BUSY");
    assertThat(other.call("FUNCTION", "KILL")).isEqualTo(Reply.OK);
    assertThat(caller.read()).isInstanceOf(Reply.ErrorReply.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while true do end",
        "local function f() return f() end f()",
        "local s = ('x'):rep(100) while true do s:gsub('.', function() while true do end end) end",
      })
  void shouldEndATopLevelThatDoesNotEnd(String body) {
    assertThat(caller.call("FUNCTION", "LOAD", "#!lua name=endless\n" + body))
        .isEqualTo(Reply.err("Error registering functions: ERR FUNCTION LOAD timeout"));
    assertThat(other.call("FCALL", "quick", "0")).isEqualTo(Reply.bulk("done"));
  }

  @Test
  void shouldAcknowledgeAChangeBeforeALongScriptOfTheSameBatch() {
    other.send("FUNCTION", "LOAD", "#!lua name=x\nserver.register_function('x', function() end)");
    other.flush();
    caller.send("FUNCTION", "DELETE", "x");
    caller.send("FUNCTION", "FLUSH");
    caller.send("FUNCTION", "LOAD", LIBRARY);
    caller.send("FCALL", "spin", "0");
    caller.flush();
    // The two connections race: a LOAD that comes in behind the script is told so.
    assertThat(other.read()).isIn(Reply.bulk("x"), BUSY);
    assertThat(caller.read()).isIn(Reply.OK, Reply.err("Library not found"));
    assertThat(caller.read()).isEqualTo(Reply.OK);
    assertThat(caller.read()).isEqualTo(Reply.bulk("busy"));
    awaitBusy();
    other.call("FUNCTION", "KILL");
    assertThat(caller.read()).isInstanceOf(Reply.ErrorReply.class);
  }

  /** Until then the server answers nobody; PING is answered by then, one way or the other. */
  private void awaitBusy() {
    Reply reply = other.call("PING");
    while (!reply.equals(BUSY)) {
      assertThat(reply).isEqualTo(Reply.simple("PONG"));
      reply = other.call("PING");
    }
  }
}
