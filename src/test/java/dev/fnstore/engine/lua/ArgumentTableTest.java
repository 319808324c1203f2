package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lua 5.1's local {@code arg} of functions with {@code ...}, as Valkey 8.1 answers. */
final class ArgumentTableTest {
  private final Lua lua = new Lua();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return (function(...) return arg.n end)(1,2,3) | :3",
        "return (function(...) return {arg.n, #arg, tostring(arg[1])} end)() | [:0, :0, nil]",
        "return (function(...) return {arg.n, #arg} end)(nil,nil,3) | [:3, :3]",
        "return (function(...) return {arg.n, #arg} end)(nil,nil,nil) | [:3, :0]",
        "return (function(...) return #arg end)(1,nil,3,nil) | :1",
        "return (function(...) return #arg end)(1,nil,3,nil,nil,6) | :6",
        "return (function(...) return {unpack(arg, 1, arg.n)} end)(1,2) | [:1, :2]",
        "return (function(a, ...) return {a, arg.n, arg[1], arg[2]} end)(1,2,3) | [:1, :2, :2, :3]",
        "return (function(a, b, ...) return {tostring(b), arg.n} end)(1) | [nil, :0]",
        "return (function(...) local k = {} for key in pairs(arg) do k[#k+1]=tostring(key) end"
            + " return k end)(1,2) | [1, 2, n]",
        "return (function(...) arg.n = 7 arg[1]=9 return {arg.n, arg[1]} end)(1,2) | [:7, :9]",
        "return tostring((function(...) return getmetatable(arg) end)(1)) | nil",
        "local function f(n, ...) if n == 0 then return arg.n end return f(n - 1, 1, 2, 3) end"
            + " return f(3) | :3",
      })
  void shouldHoldTheFurtherArgumentsAndTheirNumber(String body, String answer) {
    assertThat(lua.text(body)).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "local t = {} function t.f(...) return arg.n end return t.f(1,2,3) | :3",
        "local t = {} function t:f(...) return arg.n end return t:f(1,2,3) | :3",
        "return select(2, pcall(function(...) return arg.n end, 1, 2)) | :2",
        "local function f(...) return arg.n end return coroutine.wrap(f)(1,2,3,4) | :4",
        "local t = setmetatable({}, {__call = function(self, ...) return arg.n end})"
            + " return t(1,2,3) | :3",
        "local t = setmetatable({}, {__index = function(...) return arg.n end}) return t.x | :2",
        "return (string.gsub('a b', '(%w) (%w)', function(...) return arg.n end)) | 2",
        "local n local function f(...) n = arg.n end for k in f, 1, 2 do end return n | :2",
      })
  void shouldBeThereHoweverTheFunctionIsCalled(String body, String answer) {
    assertThat(lua.text(body)).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return (function(...) local a = arg; local b = ... return tostring(a) end)(1,2,3)",
        "return (function(...) if arg then local x = ... end return tostring(arg) end)(1)",
        "return (function(...) if false then return ... end return tostring(arg) end)(1)",
        "return (function(...) return tostring(arg), (...) end)(1)",
        "return (function(...) local t = {...} return tostring(arg) end)(1)",
        "return (function(arg, ...) local x = ... return tostring(arg) end)(1,2,3)",
        "local arg = 5 return (function(...) return tostring(arg), ... end)(1,2)",
      })
  void shouldBeNilWhereTheBodyReadsTheArgumentsItself(String body) {
    assertThat(lua.text(body)).isEqualTo("nil");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return (function(...) return (function() return arg.n end)() end)(1,2,3) | :3",
        "return (function(...) return (function(...) return arg.n end)(1, 2) + arg.n * 10 end)"
            + "(1,2,3) | :32",
        "local function f(...) local function g(...) return ... end return {arg.n, g(7)} end"
            + " return f(1,2,3) | [:3, :7]",
        "local function f(...) local g = function() local n = arg.n; arg = 5; return n end"
            + " return {g(), arg} end return f(1,2) | [:2, :5]",
        "local out = {} local function f(...) out[#out+1] = function() arg[1] = arg[1] + 1"
            + " return arg[1] end end f(10) f(20) return {out[1](), out[1](), out[2]()}"
            + " | [:11, :12, :21]",
        "return (function(...) arg = 7 return arg end)(1,2) | :7",
        "return (function(...) local x = ... arg = 1 return arg end)() | :1",
        "return (function(...) local arg = arg return arg.n end)(1,2) | :2",
        "return (function(arg, ...) return arg.n end)(1,2,3) | :2",
        "return (function(arg) return arg end)(1,2) | :1",
        "local arg = 5 return (function() return arg end)(1,2) | :5",
        "local arg = 5 return (function(...) return arg.n end)(1,2) | :2",
      })
  void shouldBeAnOrdinaryLocal(String body, String answer) {
    assertThat(lua.text(body)).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return arg",
        "local x = ... return arg",
        "local arg_ = 1 return (function() return arg end)()",
        "local function f(...) return 1 end f() return arg",
      })
  void shouldBeNoLocalOfAChunk(String chunk) {
    assertThat(lua.text("return loadstring([[" + chunk + "]])(1,2)"))
        .contains("nonexistent global variable 'arg'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(function(...) arg() end)(1) | attempt to call local 'arg' (a table value)",
        "(function(...) arg.x.y = 1 end)(1) | attempt to index field 'x' (a nil value)",
        "(function(...) return arg + 1 end)(1)"
            + " | attempt to perform arithmetic on local 'arg' (a table value)",
        "(function(...) return 'x' .. arg end)(1)"
            + " | attempt to concatenate local 'arg' (a table value)",
        "(function(...) local a = ... return arg.n end)(1)"
            + " | attempt to index local 'arg' (a nil value)",
        "(function(...) (function() return arg + 1 end)() end)(1)"
            + " | attempt to perform arithmetic on upvalue 'arg' (a table value)",
      })
  void shouldBeNamedInErrors(String body, String message) {
    assertThat(lua.text(body)).startsWith("-ERR user_function:2: " + message + " script:");
  }

  @Test
  void shouldLeaveLinesAsTheyAre() {
    assertThat(lua.text("local function f(a,\n\n...) return\narg.x.y end f()"))
        .startsWith("-ERR user_function:5: attempt to index field 'x' (a nil value)");
  }

  @ParameterizedTest
  @CsvSource({"...,199,200", "'...) local x = (...',198,199", "z,199,200"})
  void shouldCountAmongTheLocals(String last, int most, int tooMany) {
    String load =
        "local s = {} for i = 1, %d do s[i] = 'a' .. i .. ',' end local f, e = loadstring("
            + "'return function(' .. table.concat(s) .. ' %s) end', '=x') return e or 'loaded'";
    assertThat(lua.text(load.formatted(most, last))).isEqualTo("loaded");
    assertThat(lua.text(load.formatted(tooMany, last)))
        .isEqualTo("x:1: function at line 1 has more than 200 local variables");
  }
}
