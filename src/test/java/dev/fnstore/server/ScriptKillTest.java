package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a function is at, FUNCTION KILL or the time limit ends it, unless it has written. */
final class ScriptKillTest {
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
  }

  @AfterEach
  void stop() {
    caller.close();
    other.close();
    server.close();
  }

  private void begin(String body) {
    String code = "#!lua name=long\nserver.register_function('f', function(keys) " + body + " end)";
    assertThat(caller.call("FUNCTION", "LOAD", code)).isEqualTo(Reply.bulk("long"));
    caller.send("FCALL", "f", "1", "key");
    caller.flush();
  }

  private void awaitBusy() {
    Reply reply = other.call("PING");
    while (!reply.equals(BUSY)) {
      assertThat(reply).isEqualTo(Reply.simple("PONG"));
      reply = other.call("PING");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "while true do xpcall(error, function() end) end",
        "while true do coroutine.wrap(function() while true do coroutine.yield() end end)() end",
        "coroutine.wrap(function() while true do pcall(function() while true do end end) end end)()",
        "local t = {} for i = 1, 1e5 do t[i] = i % 7 end"
            + " while true do pcall(table.sort, t, function() return true end) end",
        "local t = {} for i = 1, 1e5 do t[i] = i end"
            + " while true do table.sort(t, function(a, b) return b < a end) end",
        "return string.find(('a'):rep(50), ('a-'):rep(30) .. 'b')",
        "return string.find(('a'):rep(1e6), '.-.-.-b')",
        "while true do string.rep('x', 1e6) end",
        "while true do string.gsub(('x'):rep(1000), 'x', function() return 'y' end) end",
        "string.gsub('x', 'x', function() while true do end end)",
        "local t = {} for i = 1, 900 do t = {t} end while true do cjson.encode(t) end",
        "local s = ('['):rep(900) .. (']'):rep(900) while true do cjson.decode(s) end",
        "local t = {} for i = 1, 15 do t = {t, t} end while true do cmsgpack.pack(t) end",
        "while true do server.call('GET', keys[1]) end",
        "while true do server.pcall('SET') end",
        "while true do loadstring('return 1')() end",
        "load(function() return ' ' end)",
        "local t = setmetatable({}, {__index = function() while true do end end}) return t.x",
      })
  void shouldEndWhateverRuns(String body) {
    begin(body);
    awaitBusy();
    assertThat(other.call("GET", "key")).isEqualTo(BUSY);
    assertThat(other.call("FUNCTION", "KILL")).isEqualTo(Reply.OK);
    assertThat(((Reply.ErrorReply) caller.read()).text().toText())
        .startsWith("ERR Script killed by user with FUNCTION KILL. script: f");
    assertThat(other.call("PING")).isEqualTo(Reply.simple("PONG"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"while true do end", "while true do pcall(error) end"})
  void shouldNotEndWhatHasWritten(String loop) {
    begin(
        "server.call('SET', keys[1], 'half') for i = 1, 2 do local ends = os.clock() + 1"
            + loop.replace("while true", " while os.clock() < ends")
            + " end return 'done'");
    awaitBusy();
    assertThat(((Reply.ErrorReply) other.call("FUNCTION", "KILL")).text().toText())
        .startsWith("UNKILLABLE ");
    assertThat(caller.read()).isEqualTo(Reply.bulk("done"));
    assertThat(other.call("GET", "key")).isEqualTo(Reply.bulk("half"));
  }

  @Test
  void shouldEndWhatRunsLongerThanTheLimit() {
    assertThat(other.call("CONFIG", "SET", "script-time-limit", "50")).isEqualTo(Reply.OK);
    begin("while true do pcall(function() while true do end end) end");
    assertThat(((Reply.ErrorReply) caller.read()).text().toText())
        .startsWith("ERR Script ran longer than script-time-limit and was killed. script: f");
    assertThat(((Reply.ErrorReply) caller.call("EVAL", "while true do end", "0")).text().toText())
        .startsWith("ERR Script ran longer than script-time-limit and was killed. script: ");
    assertThat(caller.call("EVAL", "return 1", "0")).isEqualTo(Reply.of(1));
  }

  @Test
  void shouldNotEndWhatHasWrittenAtTheLimit() {
    assertThat(other.call("CONFIG", "SET", "script-time-limit", "50")).isEqualTo(Reply.OK);
    begin(
        "server.call('SET', keys[1], 'half') local ends = os.clock() + 0.5"
            + " while os.clock() < ends do end return 'done'");
    assertThat(caller.read()).isEqualTo(Reply.bulk("done"));
  }
}
