package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.engine.Interrupt;
import dev.fnstore.resp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run can be ended wherever it is, and nothing in it can prevent that. */
final class InterruptTest {
  private static final String MESSAGE = "Script killed by user with FUNCTION KILL.";

  private final Lua lua = new Lua();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while true do end",
        "local a = 1 while true do a = a + 1 end",
        "repeat until false",
        "for i = 1, math.huge do end",
        "for k in function() return 1 end do end",
        "for k in next, setmetatable({1}, {}) do while true do end end",
        "local function f() return f() end f()",
        "local function f() pcall(f) return f() end f()",
        "while true do pcall(error) end",
        "while true do pcall(function() while true do end end) end",
        "while true do xpcall(function() while true do end end, function() while true do end end) end",
        "while true do coroutine.wrap(function() coroutine.yield(1) end)() end",
        "local co = coroutine.wrap(function() while true do coroutine.yield() end end)"
            + " while true do co() end",
        "coroutine.wrap(function() while true do end end)()",
        "coroutine.wrap(function() pcall(coroutine.wrap(function() while true do"
            + " pcall(function() while true do end end) end end)) end)() while true do end",
        "local t = setmetatable({}, {__index = function(t, k) while true do end end}) return t.x",
        "local t = setmetatable({}, {__concat = function() while true do end end}) return t .. t",
        "string.gsub('x', 'x', function() while true do end end)",
        "table.sort({3, 2, 1}, function() while true do end end)",
        "local t = {} for i = 1, 1e5 do t[i] = i % 7 end while true do table.sort(t) end",
        "local s = ('a'):rep(50) string.find(s, ('a-'):rep(30) .. 'b')",
        "local s = ('a'):rep(1000) string.find(s, ('.-'):rep(20) .. 'b')",
        "local s = ('('):rep(1e6) while true do string.find(s, '%b()') end",
        "local s = ('a'):rep(1e6) while true do string.find(s, 'b', 1, true) end",
        "for w in string.gmatch('abc', '') do while true do end end",
        "local t = {} for i = 1, 1e4 do t[i] = 'x' end while true do table.concat(t, ',') end",
        "local t = {} for i = 1, 1e4 do t[i] = i end while true do cjson.encode(t) end",
        "local s = '[' .. ('1,'):rep(1e4) .. '1]' while true do cjson.decode(s) end",
        "local t = {} for i = 1, 1e4 do t[i] = i end"
            + " while true do cmsgpack.unpack(cmsgpack.pack(t)) end",
        "load(function() return ' ' end)",
        "table.foreach({1}, function() while true do end end)",
        "local t = {} while true do t[#t % 10 + 1] = 1 end",
        "while true do string.rep('x', 1e8) end",
        "while true do loadstring('return 1')() end",
        "while true do local ok, e = pcall(string.rep, 'x', 1e10) end",
        "local t = {} for i = 1, 1e5 do t[i] = 0 end while true do table.insert(t, 1, 0)"
            + " table.remove(t, 1) end",
      })
  void shouldEndWhateverRuns(String body) throws InterruptedException {
    Interrupt interrupt = Interrupt.onRequest();
    Thread killer =
        new Thread(
            () -> {
              try {
                Thread.sleep(30);
                interrupt.interrupt(MESSAGE);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    killer.start();
    Reply reply = lua.run(body, new RecordingHost(interrupt));
    killer.join();
    assertThat(reply)
        .isEqualTo(Reply.ErrorReply.of("ERR " + MESSAGE + " script: f, on @user_function:2."));
    assertThat(lua.text("return 'alive'")).isEqualTo("alive");
  }

  @Test
  void shouldEndWhileAReplyIsConverted() throws InterruptedException {
    Interrupt interrupt = Interrupt.after(50, MESSAGE);
    Reply reply =
        lua.runDeep(
            "local t = {} for i = 1, 100 do t[i] = t end return t", new RecordingHost(interrupt));
    assertThat(Lua.show(reply)).startsWith("-ERR " + MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local function f() return 1 + f() end f()",
        "local function f() local t = {} t[1] = f() end f()",
        "local e local function f() local ok, m = pcall(f) e = e or m end f() error(e, 0)",
        "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k + 1] end"
            + " return t[1]",
        "local t = {} for i = 1, 2 do t = setmetatable(t, {__concat = function(a, b) return a .. b"
            + " end}) end return t .. t",
        "local function f() return coroutine.wrap(f)() + 1 end f()",
        "local function f() string.gsub('x', 'x', f) end f()",
        "local function f() table.sort({1, 2}, f) end f()",
      })
  void shouldMakeEndlessRecursionAnError(String body) {
    assertThat(lua.text(body)).contains("stack overflow").contains("on @user_function:2.");
    assertThat(lua.text("return 'alive'")).isEqualTo("alive");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local s = 'x' while true do s = s .. s end",
        "return ('x'):rep(1e10)",
        "return ('x'):rep(2 ^ 31)",
        "local s = ('x'):rep(2 ^ 20) return s:gsub('x', s)",
        "local s, t = ('x'):rep(2 ^ 20), {} for i = 1, 600 do t[i] = s end return table.concat(t)",
      })
  void shouldRefuseStringsThatAreTooLong(String body) {
    assertThat(lua.text(body)).contains("resulting string too large");
  }
}
