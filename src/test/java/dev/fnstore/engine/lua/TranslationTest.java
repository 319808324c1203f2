package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.resp.Reply;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaValue;

/** Machine code does what the interpreter does, and is left and entered wherever that is needed. */
final class TranslationTest {
  private static final int CALLS_UNTIL_WARM = 2000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        // arithmetic that meets strings and handlers in the middle of a loop
        "local s = 0 for i = 1, 20 do s = s + (i % 5 == 0 and tostring(i) or i) end return s",
        "local m = {__add = function(a, b) return 'added' end} local t, r = setmetatable({}, m), {}"
            + " for i = 1, 20 do r[#r + 1] = tostring(i % 7 == 0 and t + i or i + 1) end"
            + " return table.concat(r, ',')",
        "local r = {} for i = 1, 30 do local ok, e = pcall(function(x) return x - 1 end,"
            + " i % 3 == 0 and {} or i) r[#r + 1] = tostring(e) end return table.concat(r, ',')",
        // numbers and other values in one variable
        "local v = 1 for i = 1, 50 do if i % 10 == 0 then v = 'x' elseif v == 'x' then v = i else"
            + " v = v + i end end return v",
        "local best for i = 1, 50 do if not best or i * 37 % 11 > best then best = i * 37 % 11 end end"
            + " return best",
        // loops up and down, with fractions, and none at all
        "local n = 0 for i = 10, 1, -3 do n = n * 100 + i end return n",
        "local n = 0 for i = 0, 1, 0.25 do n = n + i end return tostring(n)",
        "local n = 0 for i = 1, 0 do n = n + 1 end return n",
        "local n, step = 0, -2 for i = 9, 1, step do n = n + i end return n",
        "local function f(down) local n = 0 for i = down and 900 or 1, down and 1 or 900,"
            + " down and -1 or 1 do n = n + i end return n end return f(true) * 10 + f(false)",
        // variables that closures share, anew in each round
        "local f = {} for i = 1, 5 do local j = i f[i] = function() j = j + 1 return i * 10 + j end end"
            + " return f[1]() + f[1]() + f[5]()",
        "local a, b local x = 1 a = function() x = x + 1 return x end b = function() return x end"
            + " a() a() return b() + x",
        // coroutines that yield within loops and calls
        "local co = coroutine.wrap(function(a) for i = 1, 50 do a = a + coroutine.yield(a + i) end"
            + " return 'end' end) local s = 0 for i = 1, 40 do s = s + co(i) end return s",
        "local function deep(n) if n == 0 then return coroutine.yield('deep') end"
            + " local r = deep(n - 1) return r + 1 end"
            + " local co = coroutine.create(deep) coroutine.resume(co, 30)"
            + " return select(2, coroutine.resume(co, 12))",
        "local co = coroutine.wrap(function() return (function() return coroutine.yield(1) end)() end)"
            + " co() return co('last')",
        // as deep as functions of machine code are not nested, and tail calls without end
        "local function d(n) if n == 0 then return 0 end return 1 + d(n - 1) end return d(5000)",
        "local function d(n) return n == 0 and 0 or 1 + d(n - 1) end return d(15000)",
        "local function d(n) local r = 0 for i = 1, 3 do if n > 0 and i == 2 then r = d(n - 1) end end"
            + " return r + 1 end return d(15000)",
        "local function even(n, odd) if n == 0 then return true end return odd(n - 1, even) end"
            + " local function odd(n, even) if n == 0 then return false end return even(n - 1, odd) end"
            + " return tostring(even(100001, odd))",
        // positions and names in errors
        "local function f(x) local y = x.field return y end local r = {} for i = 1, 3 do"
            + " r[i] = select(2, pcall(f, i == 2 and {} or nil)) end return tostring(r[1]) .. tostring(r[3])",
        "local function f() error('level two', 2) end local function g() f() end"
            + " return select(2, pcall(g))",
        "local function f() error('level two', 2) end local function g() return f() end"
            + " return select(2, pcall(g))",
        "local t = setmetatable({}, {__call = function() error('level two', 2) end})"
            + " local function g() return t() end return select(2, pcall(g))",
        "local function f(n) return n.x.y end return select(2, pcall(f, 5))",
        // lists of values that are as long as they are
        "local function f(...) return select('#', ...), ... end return table.concat({f(1, f(2, f(3)))},"
            + " ',')",
        "local function f(...) local a, b = ... return {n = select('#', ...), a, b, ...} end"
            + " local t = f(7, nil, 9) return t.n .. tostring(t[1]) .. tostring(t[5])",
        "local t = {} for i = 1, 120 do t[i] = i end return select('#', unpack(t)) + #{unpack(t)}",
      })
  void shouldDoWhatTheInterpreterDoes(String body) throws ScriptException, InterruptedException {
    String interpreted = answers(Translation.Mode.NEVER, body);
    assertThat(answers(Translation.Mode.AT_ONCE, body)).isEqualTo(interpreted);
    assertThat(answers(Translation.Mode.LOOPS_AT_ONCE, body)).isEqualTo(interpreted);
    assertThat(answers(Translation.Mode.WARM, body)).isEqualTo(interpreted);
  }

  /** What several calls answer, the last ones of which are warm. */
  private static String answers(Translation.Mode mode, String body) throws ScriptException {
    LibraryInstance library = library(new LuaEngine(ServerIdentity.REFERENCE, mode), body);
    StringBuilder answers = new StringBuilder();
    String last = "";
    for (int i = 0; i < 150; i++) {
      String answer = Lua.show(call(library));
      if (!answer.equals(last)) {
        answers.append(answer).append('\n');
        last = answer;
      }
    }
    return answers.toString();
  }

  private static LibraryInstance library(LuaEngine engine, String body) throws ScriptException {
    String source = "#!lua name=test\nserver.register_function('f', function(keys, args) %s end)";
    return engine.compileLibrary(Bytes.of(source.formatted(body))).start(Interrupt.onRequest());
  }

  private static Reply call(LibraryInstance library) {
    return library.call(Bytes.of("f"), List.of(), List.of(), new RecordingHost());
  }

  @ParameterizedTest
  @EnumSource(Translation.Mode.class)
  void shouldKeepOfAFunctionOnlyWhatItsClosuresCapture(Translation.Mode mode)
      throws ScriptException {
    long large = Runtime.getRuntime().maxMemory() / 4;
    String closures =
        "local function made(i) local large = string.rep('x', %d) return function() return i end end"
            + " local function last(i) local large = string.rep('x', %d)"
            + " local function f() return i end return select(1, f) end"
            + " local function failed(i) local large = string.rep('x', %d)"
            + " t[#t + 1] = function() return i end error('failed') end"
            + " for i = 1, 5 do t[#t + 1] = made(i) t[#t + 1] = last(i) pcall(failed, i) end"
            + " return #t";
    LibraryInstance library =
        library(mode, "local t = {} " + closures.formatted(large, large, large));
    assertThat(call(library)).isEqualTo(Reply.of(15));
  }

  @Test
  void shouldTranslateWhatIsWarm() throws ScriptException, InterruptedException {
    LibraryInstance library = library(Translation.Mode.WARM, "return 1");
    assertThat(translation(library).machine).isNull();
    for (int i = 0; i < CALLS_UNTIL_WARM && translation(library).machine == null; i++) {
      call(library);
      Thread.sleep(1);
    }
    assertThat(translation(library).machine).isNotNull();
    assertThat(call(library)).isEqualTo(Reply.of(1));
  }

  @Test
  void shouldTranslateAFunctionWhoseFirstLoopIsTranslated()
      throws ScriptException, InterruptedException {
    LibraryInstance library =
        library(Translation.Mode.WARM, "while #args > 0 do table.remove(args) end");
    List<Bytes> many = Collections.nCopies(1000, Bytes.of("a"));
    for (int i = 0; i < CALLS_UNTIL_WARM && translation(library).loop(0) == null; i++) {
      library.call(Bytes.of("f"), List.of(), many, new RecordingHost());
      Thread.sleep(1);
    }
    assertThat(translation(library).loop(0)).isNotNull();
    for (int i = 0; i < CALLS_UNTIL_WARM && translation(library).machine == null; i++) {
      call(library);
      Thread.sleep(1);
    }
    assertThat(translation(library).machine).isNotNull();
  }

  @Test
  void shouldInterpretWhatIsTooLarge() throws ScriptException {
    String body = "local t = {} " + "t[1] = 'x' .. #t ".repeat(900) + "return t[1]";
    LibraryInstance library = library(Translation.Mode.AT_ONCE, body);
    assertThat(Lua.show(call(library))).isEqualTo("x1");
    assertThat(translation(library).machine).isNull();
  }

  @Test
  void shouldStayRightWhereNothingIsAsExpected() throws ScriptException {
    String body = "local r = 0 " + "r = '1' + args[1] ".repeat(40) + "return tostring(r)";
    LibraryInstance library = library(Translation.Mode.AT_ONCE, body);
    for (int i = 0; i < 100; i++) {
      Reply reply =
          library.call(Bytes.of("f"), List.of(), List.of(Bytes.of("2")), new RecordingHost());
      assertThat(Lua.show(reply)).isEqualTo("3");
    }
  }

  private static LibraryInstance library(Translation.Mode mode, String body)
      throws ScriptException {
    return library(new LuaEngine(ServerIdentity.REFERENCE, mode), body);
  }

  private static Translation translation(LibraryInstance library) {
    return ((Closure) Objects.requireNonNull(callbacks(library).get(Bytes.of("f"))))
        .code
        .translation;
  }

  private static Map<Bytes, LuaValue> callbacks(LibraryInstance library) {
    return ((LuaLibraryInstance) library).callbacks();
  }
}
