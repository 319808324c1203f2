package dev.fnstore.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Functions that take more memory than there is: they fail, and the server goes on. {@code
 * -Dhostile.collector=UseG1GC} for another collector.
 */
final class HostileScriptTest {
  private static final long MB = 1L << 20;
  private static final long LIVE_AT_MOST = 40 * MB;
  private static final String OUT_OF_MEMORY = "ERR not enough memory";

  private static final Reply.ErrorReply REFUSED =
      Reply.ErrorReply.of("OOM command not allowed when used memory > 'maxmemory'.");

  private static final String COLLECTOR = System.getProperty("hostile.collector", "UseSerialGC");

  @TempDir static Path folder;

  private static ServerProcess server;
  private static RegistryWatch.Sight sight;

  private RespConnection caller;

  @BeforeAll
  static void start() {
    server = ServerProcess.startWithJava(folder, "-Xmx160m", "-XX:+" + COLLECTOR);
    try (RespConnection client = server.connect()) {
      sight = new RegistryWatch(client).look();
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void connect() {
    caller = server.connect().timeout(Duration.ofSeconds(60));
  }

  @AfterEach
  void shouldBeAliveWithTheMemoryOfBefore() throws Exception {
    caller.call("FUNCTION", "DELETE", "hostile");
    caller.close();
    assertThat(server.isAlive()).as(server.output()).isTrue();
    try (RespConnection client = server.connect().timeout(Duration.ofSeconds(10))) {
      assertThat(client.call("PING")).isEqualTo(Reply.simple("PONG"));
      assertThat(client.call("FCALL", "watched", "0", "x")).isEqualTo(Reply.bulk("x"));
      assertThat(client.call("FUNCTION", "LIST", "WITHCODE")).isEqualTo(sight.listing());
      assertThat(Collections.liveBytesBelow(server, client, LIVE_AT_MOST))
          .as("live bytes")
          .isLessThan(LIVE_AT_MOST);
    }
    assertThat(server.output()).doesNotContain("OutOfMemoryError").doesNotContain(" ERROR ");
  }

  /** What the body of a function, in a library of its own, is answered. */
  private Reply run(String body) {
    load("server.register_function('hostile', function(keys, args) " + body + " end)");
    return caller.call("FCALL", "hostile", "0");
  }

  private void load(String code) {
    assertThat(caller.call("FUNCTION", "LOAD", "REPLACE", "#!lua name=hostile\n" + code))
        .isEqualTo(Reply.bulk("hostile"));
  }

  private static void assertError(Reply reply, String text) {
    assertThat(reply).isInstanceOf(Reply.ErrorReply.class);
    assertThat(((Reply.ErrorReply) reply).text().toLatin1()).startsWith(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local t = {} for i = 1, math.huge do t[i] = {} end",
        "local t = {} for i = 1, math.huge do t[i] = i + 0.5 end",
        "local t = {} for i = 1, math.huge do t['k' .. i] = i end",
        "local t = {} for i = 1, math.huge do t[i] = ('x'):rep(1000) .. i end",
        "local t = {} for i = 1, math.huge do t[i] = ('x'):rep(5000) end",
        "local t = {} while true do t = {t} end",
        "local t = {} while true do t[#t + 1] = function() return t end end",
        "local t = {} while true do t[#t + 1] = coroutine.wrap(function() coroutine.yield() end) t[#t]() end",
        "local t = {} while true do pcall(function() while true do t[#t + 1] = {} end end) end",
        "local t = {} coroutine.wrap(function() while true do t[#t + 1] = {} end end)()",
        "local t = {} ('x'):rep(1e6):gsub('x', function() for i = 1, 100 do t[#t + 1] = {} end end)",
        "local t = {} local function f() t[#t + 1] = {} return f() end f()",
        "local t = {} for i = 1, 100 do t[i] = t end return t",
        "local t = {} for i = 1, math.huge do t[i] = loadstring('return ' .. i) end",
        "local s, t = cjson.encode({{}, {}, {}, {}}), {} while true do t[#t + 1] = cjson.decode(s) end",
      })
  void shouldEndWhatAllocatesWithoutEnd(String body) {
    assertError(run(body), OUT_OF_MEMORY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return ('x'):rep(2 ^ 29)",
        "while true do pcall(string.rep, 'x', 2 ^ 29) end",
        "local s = ('x'):rep(1e6) while true do s = s .. s end",
        "local t = {} for i = 1, math.huge do t[i] = ('x'):rep(1e6) end",
        "local t = {} for i = 1, math.huge do t[i] = ('x'):rep(20000) end",
        "local s, t = ('x'):rep(1e6), {} for i = 1, 500 do t[i] = s end return table.concat(t)",
        "local s = ('x'):rep(2 ^ 20) return s:gsub('x', s)",
        "return cjson.encode({('\\1'):rep(4e7)})",
        "local t = {} for i = 1, math.huge do t[i] = cmsgpack.pack(('x'):rep(1e5)) end",
        "local t = {} for i = 1, math.huge do t[i] = ('x'):rep(1e6):upper():lower():reverse() end",
        "return ('x'):rep(7e7)",
      })
  void shouldRefuseStringsForWhichThereIsNoRoom(String body) {
    assertError(run(body), OUT_OF_MEMORY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for i = 1, 4e6 do local t = {i, {}} end return 'done' | done",
        "for i = 1, 4000 do local s = ('x'):rep(1e6) .. i end return 'done' | done",
        "local t = {} for i = 1, 4e6 do t[i % 1e5 + 1] = {i} end return 'done' | done",
        "for i = 1, 1e6 do coroutine.wrap(function() coroutine.yield() end)() end return 'done' | done",
        "for i = 1, 1e6 do coroutine.create(function() end) end return 'done' | done",
      })
  void shouldLetGarbageBe(String body, String answer) {
    assertThat(run(body)).isEqualTo(Reply.bulk(answer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local function f() return 1 + f() end return f()",
        "local function f() return coroutine.wrap(f)() + 1 end return f()",
        "local function f() local t = {} t[1] = f() end return f()",
      })
  void shouldEndRecursion(String body) {
    assertThat(
            run("return (select(2, pcall(function() " + body + " end))):match('stack overflow')"))
        .isEqualTo(Reply.bulk("stack overflow"));
  }

  @Test
  void shouldAnswerATableThatIsInItself() {
    load("server.register_function('hostile', function() local t = {} t[1] = t return t end)");
    caller.send("FCALL", "hostile", "0");
    caller.flush();
    int levels = 0;
    String start = latin1(caller.readRaw(4));
    while (start.equals("*1\r\n")) {
      start = latin1(caller.readRaw(4));
      levels++;
    }
    String rest = " reached lua stack limit\r\n";
    assertThat(start + latin1(caller.readRaw(rest.length()))).isEqualTo("-ERR" + rest);
    assertThat(levels).isGreaterThan(7000);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 20_000})
  void shouldStartALibraryAnewThatKeepsTooMuch(int itemsPerCall) throws InterruptedException {
    load(
        "local kept = {} server.register_function('hostile', function(keys, args)"
            + " for i = 1, tonumber(args[1]) do kept[#kept + 1] = ('x'):rep(200) .. #kept end"
            + " return #kept end)");
    long most = 0;
    Reply reply = Reply.of(0);
    while (reply instanceof Reply.Int kept && kept.value() >= most) {
      most = kept.value();
      reply = caller.call("FCALL", "hostile", "0", itemsPerCall);
    }
    assertThat(most).isGreaterThan(100_000);
    if (reply instanceof Reply.ErrorReply error) { // else it was let go between two calls
      assertThat(error.text().toLatin1())
          .startsWith(reply.equals(REFUSED) ? "OOM " : OUT_OF_MEMORY);
    }
    Reply next = callOnceThereIsRoom("hostile", "0", "7");
    assertThat(((Reply.Int) next).value()).isLessThan(most);
  }

  /** With three quarters of the heap full of what outlives, what may write is not called. */
  private Reply callOnceThereIsRoom(String function, String... arguments)
      throws InterruptedException {
    Object[] words = new Object[arguments.length + 2];
    words[0] = "FCALL";
    words[1] = function;
    System.arraycopy(arguments, 0, words, 2, arguments.length);
    Reply reply = caller.call(words);
    for (int attempt = 0; attempt < 300 && reply.equals(REFUSED); attempt++) {
      Thread.sleep(100);
      reply = caller.call(words);
    }
    return reply;
  }

  @Test
  void shouldStartAnewWhoeverKeepsTooMuch() {
    load(
        "local kept = {} server.register_function('hostile', function(keys, args)"
            + " for i = 1, tonumber(args[1]) do kept[#kept + 1] = ('x'):rep(200) .. #kept end"
            + " return #kept end)");
    assertThat(caller.call("FCALL", "hostile", "0", "300000")).isEqualTo(Reply.of(300_000));
    String hungry = "local t = {} for i = 1, 1e6 do t[i] = ('y'):rep(200) .. i end return #t";
    assertError(caller.call("EVAL", hungry, "0"), OUT_OF_MEMORY);
    assertThat(caller.call("FCALL", "hostile", "0", "0")).isEqualTo(Reply.of(300_000));
  }

  @Test
  void shouldRefuseALibraryThatTakesTooMuch() {
    Reply reply =
        caller.call(
            "FUNCTION",
            "LOAD",
            "#!lua name=hostile\nlocal t = {} while true do t[#t + 1] = ('x'):rep(1e6) end");
    assertError(reply, "ERR Error registering functions: ERR not enough memory");
  }
}
