package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.resp.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run that is left after any number of steps, and finished by another thread, does what it does
 * when it is run in one go: the same reply, the same commands in the same order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RelocationTest {
  private static final int MOST_STEPS = 300;
  private static final Bytes NAME = Bytes.of("f");
  private static final List<Bytes> KEYS = List.of(Bytes.of("k1"), Bytes.of("k2"));
  private static final List<Bytes> ARGUMENTS = List.of(Bytes.of("a1"), Bytes.of("a2"));

  private static final String OBJECT =
      "local m = {} m.__index = function(t, k) server.call('echo', k) return k .. '!' end"
          + " m.__newindex = function(t, k, v) server.call('set', k, v) rawset(t, k, v) end"
          + " m.__add = function(a, b) server.call('echo', 'add') return 7 end"
          + " m.__concat = function(a, b) server.call('echo', 'concat') return 'joined' end"
          + " m.__eq = function() server.call('echo', 'eq') return true end"
          + " m.__lt = function() server.call('echo', 'lt') return true end"
          + " m.__le = function() server.call('echo', 'le') return false end"
          + " m.__unm = function() server.call('echo', 'unm') return 1 end"
          + " m.__call = function(self, a) server.call('echo', 'call') return a end"
          + " m.__tostring = function() server.call('echo', 'text') return 'object' end"
          + " local o = setmetatable({}, m) local p = setmetatable({}, m) ";

  private static final List<String> OWN =
      List.of(
          "local s = 0 for i = 1, 30 do s = s + i end return s",
          "local s = 0 for i = 30, 1, -3 do s = s + i server.call('set', 'k', i) end return s",
          "local s, i = '', 0 while i < 20 do i = i + 1 s = s .. i end return s",
          "local i = 0 repeat i = i + 1 local j = i server.call('echo', j) until j > 9 return i",
          "local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end return fib(8)",
          "local function loop(n, s) if n == 0 then return s end return loop(n - 1, s + n) end"
              + " return loop(40, 0)",
          "local t = {} for i = 1, 20 do t[i] = function() return i end end"
              + " local s = 0 for _, f in ipairs(t) do s = s + f() end return s",
          "local s = 0 for k, v in pairs({a = 1, b = 2, c = 3}) do s = s + v end return s",
          "local function each(n) local i = 0 return function() i = i + 1 if i <= n then return i"
              + " end end end local s = 0 for i in each(9) do s = s + i end return s",
          "local function f(n) local s = 0 for x in function(_, i) i = (i or 0) + 1 server.call('echo',"
              + " i) if i < 4 then return i, n > 0 and f(n - 1) end end do s = s + x end return s end"
              + " local depth = 0 local function g() depth = depth + 1 return pcall(g) end"
              + " return {f(3), g() and depth}",
          "local function many(...) return select('#', ...), ... end"
              + " return {many(1, many(2, many(3, 4)))}",
          "local function f(...) local t = {...} return #t, ... end" + " return {f(f(f(1, 2)))}",
          "local n = 0 local ok, e = pcall(function() for i = 1, 9 do n = n + 1"
              + " server.call('set', 'n', n) end error('stop') end) return {n, tostring(ok), e}",
          "local ok, e = xpcall(function() error({err = 'X y'}) end, function(m)"
              + " server.call('echo', 'handled') return m.err end) return e",
          "return {(string.gsub('abc', '%a', function(c) server.call('echo', c)"
              + " return c:upper() end))}",
          "local t = {5, 3, 8, 1, 9, 2} table.sort(t, function(a, b) server.call('echo', a)"
              + " return a < b end) return t",
          "local co = coroutine.wrap(function(a) for i = 1, 5 do a = coroutine.yield(a + i) end"
              + " return 'end' end) local r = {} for i = 1, 6 do r[i] = co(i) end return r",
          "local co = coroutine.create(function() server.call('echo', 'in') error('x') end)"
              + " local ok, e = coroutine.resume(co) return {tostring(ok), e}",
          OBJECT + "return {o.name, o.other}",
          OBJECT + "o.a = 1 o.b = 2 return {rawget(o, 'a'), rawget(o, 'b')}",
          OBJECT + "return {o + 1, 1 + o, -o, o(5), tostring(o)}",
          OBJECT + "return {'a' .. o .. 'b', o .. p .. 'c'}",
          OBJECT
              + "local t = setmetatable({1, 2, 3}, {__concat = table.remove})"
              + " return {o .. t .. 1, #t}",
          OBJECT + "return {tostring(o == p), tostring(o < p), tostring(o <= p)}",
          OBJECT + "return o:method_that_is_none() or 1",
          OBJECT + "for i = 1, 3 do o[i] = o.x .. i end return {o[1], o[2], o[3]}",
          "local t = {} for i = 1, 1200 do t[i] = -i end table.sort(t) table.insert(t, 1, 'x')"
              + " return {t[1], t[2], table.remove(t, 2), #t, #table.concat(t, ',')}",
          "return #loadstring('return ' .. ('1+'):rep(9000) .. '1')() .. ''",
          "local t = {} for i = 1, 200 do t[i] = {i} end return {unpack(t)}",
          "for i = 1, 10 do if i == 7 then error('at ' .. i) end end",
          "for i = 1, 10 do if i == 7 then return server.error_reply('MY err') end end",
          "local function deep(n) if n == 0 then local x = nil return x.y end"
              + " local r = deep(n - 1) return r end return deep(12)",
          "local t = {} for i = 1, 100 do t = {t} end return t",
          "local t = {} for i = 1, 70 do t = {t, i} end return t",
          "return {unpack({1, 2, 3, 4, 5}, 2)}",
          "local t = {} for i = 1, 120 do t[#t + 1] = i end return {#t, t[120]}",
          "return {string.find(('a'):rep(40), '.-.-b'), (('ab'):rep(90):gsub('a', '%0%0'))}",
          "return {(('ab'):rep(90):gsub('.', {a = 'x'})), #(('a'):rep(90):gsub('a', 'bb'))}",
          "return {(('a b c'):gsub('%a', server.call)), 1}",
          "local m = setmetatable({}, {__index = server.call})"
              + " return {pcall(string.gsub, ('k'):rep(700), '%a+', m)}",
          "local n = 0 for w in ('a b '):rep(40):gmatch('.-%a') do n = n + #w end return n",
          "local t = {} for i = 1, 50 do t[i] = {i} end return cjson.encode(cjson.decode("
              + "cjson.encode(t)))",
          "local t = {} for i = 1, 50 do t[i] = {i} end return #cmsgpack.unpack(cmsgpack.pack(t))",
          "server.setresp(3) for i = 1, 9 do server.call('echo', i) end return true");

  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @AfterAll
  void stop() {
    other.shutdown();
  }

  private record Outcome(Reply reply, List<List<Bytes>> calls, List<String> logs) {}

  static Stream<String> bodies() throws IOException {
    try (InputStream in = RelocationTest.class.getResourceAsStream("/function-bodies.lua")) {
      String file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.concat(
          OWN.stream(), file.lines().filter(line -> !line.isBlank() && !line.startsWith("--")));
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void shouldDoTheSameHoweverEarlyItIsLeft(String body) throws Exception {
    Outcome whole = run(body, Integer.MAX_VALUE);
    for (int steps = 1; steps < MOST_STEPS; steps++) {
      assertThat(run(body, steps)).as("left after %d steps: %s", steps, body).isEqualTo(whole);
    }
  }

  @Test
  void shouldLeaveWhatIsLongAndEndWhatIsShort() throws Exception {
    LuaLibraryInstance library = library("return 1");
    assertThat(library.begin(NAME, KEYS, ARGUMENTS, new RecordingHost())).isEqualTo(Reply.of(1));
    library = library("local n = 0 for i = 1, 5000 do n = n + i end return n");
    assertThat(library.begin(NAME, KEYS, ARGUMENTS, new RecordingHost())).isNull();
    assertThat(library.finish()).isEqualTo(Reply.of(12502500));
    assertThat(library.begin(NAME, KEYS, ARGUMENTS, new RecordingHost())).isNull();
    assertThat(library.finish()).isEqualTo(Reply.of(12502500));
  }

  /** Else nobody could be told BUSY, nor kill it: the thread that it is on reads the clients. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "return string.find(('a'):rep(400), '.-.-b')",
        "return string.match(('a'):rep(400), '(.-)(.-)b')",
        "return string.find(('a'):rep(9000000), 'aab', 1, true)",
        "return (('a'):rep(400):gsub('.-.-b', ''))",
        "return ('a'):rep(400):gmatch('.-.-b')()",
        "return tostring(pcall(string.find, ('a'):rep(400), '.-.-b'))",
        "return #cjson.decode('[' .. ('1,'):rep(5000) .. '1]')",
        "return #cmsgpack.unpack('\\220\\19\\136' .. ('\\1'):rep(5000))"
      })
  void shouldLeaveALongLibraryFunction(String body) throws Exception {
    RecordingHost host = new RecordingHost();
    LuaLibraryInstance library = library(body);
    assertThat(library.begin(NAME, KEYS, ARGUMENTS, host)).isNull();
    Reply reply = library.finish();
    LuaLibraryInstance whole = library(body);
    assertThat(reply).isEqualTo(whole.call(NAME, KEYS, ARGUMENTS, host));
  }

  @Test
  void shouldKeepUpvaluesOfARunThatWasLeft() throws Exception {
    LuaLibraryInstance library =
        load(
            "local n = 0 server.register_function('f', function() for i = 1, 2000 do n = n + 1 end"
                + " return n end)");
    for (int i = 1; i <= 5; i++) {
      assertThat(library.begin(NAME, KEYS, ARGUMENTS, new RecordingHost())).isNull();
      assertThat(library.finish()).isEqualTo(Reply.of(2000L * i));
    }
  }

  private Outcome run(String body, int steps) throws Exception {
    LuaLibraryInstance library = library(body);
    RecordingHost host = new RecordingHost();
    Reply begun =
        library
            .runs()
            .beginFunction(
                Objects.requireNonNull(library.callbacks().get(NAME)),
                NAME,
                KEYS,
                ARGUMENTS,
                host,
                steps);
    Reply reply = begun != null ? begun : other.submit(library::finish).get();
    return new Outcome(reply, host.calls, host.logs);
  }

  private static LuaLibraryInstance library(String body) throws ScriptException {
    return load("server.register_function('f', function(keys, args) " + body + " end)");
  }

  private static LuaLibraryInstance load(String code) throws ScriptException {
    return (LuaLibraryInstance)
        Lua.engine()
            .compileLibrary(Bytes.of("#!lua name=test\n" + code))
            .start(Interrupt.onRequest());
  }
}
