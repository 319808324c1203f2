package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.engine.ScriptException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but the library's own tables can be changed, and nothing else reached. */
final class SandboxTest {
  private static final String READ_ONLY = "Attempt to modify a readonly table";

  private final Lua lua = new Lua();

  @Test
  void shouldHaveTheGlobalsOfValkey() {
    assertThat(
            lua.text(
                "local names = {} for k in pairs(_G) do names[#names + 1] = k end"
                    + " table.sort(names) return table.concat(names, ' ')"))
        .isEqualTo(
            "_G _VERSION assert bit cjson cmsgpack collectgarbage coroutine error gcinfo"
                + " getmetatable ipairs load loadstring math next os pairs pcall rawequal rawget"
                + " rawset redis select server setmetatable string struct table tonumber tostring"
                + " type unpack xpcall");
    assertThat(members("string"))
        .isEqualTo(
            "byte char dump find format gfind gmatch gsub len lower match rep reverse sub upper");
    assertThat(members("table"))
        .isEqualTo("concat foreach foreachi getn insert maxn remove setn sort");
    assertThat(members("math"))
        .isEqualTo(
            "abs acos asin atan atan2 ceil cos cosh deg exp floor fmod frexp huge ldexp log log10"
                + " max min mod modf pi pow rad random randomseed sin sinh sqrt tan tanh");
    assertThat(members("os")).isEqualTo("clock");
    assertThat(members("coroutine")).isEqualTo("create resume running status wrap yield");
  }

  private String members(String table) {
    return lua.text(
        "local names = {} for k in pairs("
            + table
            + ") do names[#names + 1] = k end table.sort(names) return table.concat(names, ' ')");
  }

  @ParameterizedTest
  @CsvSource({
    "print",
    "dofile",
    "loadfile",
    "require",
    "module",
    "package",
    "io",
    "debug",
    "setfenv",
    "getfenv",
    "newproxy",
    "luajava",
    "KEYS",
    "ARGV",
    "arg",
    "_ENV_",
  })
  void shouldMakeUnknownGlobalsAnError(String name) {
    assertThat(lua.text("return " + name))
        .isEqualTo(
            "-ERR user_function:2: Script attempted to access nonexistent global variable '"
                + name
                + "' script: f, on @user_function:2.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = 1",
        "_G.x = 1",
        "_G._G.x = 1",
        "string.x = 1",
        "string.rep = nil",
        "server.call = nil",
        "redis.x = 1",
        "cjson.null = 1",
        "cjson.encode = 1",
        "getmetatable('').__index = nil",
        "getmetatable('').__newindex = {}",
        "getmetatable(_G).__index = nil",
        "getmetatable(_G).__index = {}",
        "mt = getmetatable(_G)",
        "table.insert = 1",
        "math.pi = 3",
        "os.clock = 3",
        "coroutine.create = 3",
        "bit.band = 3",
        "struct.pack = 3",
        "cmsgpack.pack = 3",
        "_VERSION = 3",
        "function tostring() end",
      })
  void shouldRefuseToChangeWhatIsShared(String change) {
    assertThat(lua.text(change))
        .isEqualTo("-ERR user_function:2: " + READ_ONLY + " script: f, on @user_function:2.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rawset(_G, 'x', 1)",
        "rawset(string, 'rep', nil)",
        "rawset(getmetatable(''), '__index', nil)",
        "setmetatable(_G, {})",
        "setmetatable(string, nil)",
        "setmetatable(getmetatable(''), {})",
        "setmetatable(getmetatable(_G), {})",
        "table.insert(_G, 1)",
        "table.insert(string, 1, 1)",
        "rawset(server, 'call', 1)",
        "setmetatable(server, {__index = 1})",
      })
  void shouldRefuseItWithoutAPositionWhereALibraryFunctionDoesIt(String change) {
    assertThat(lua.text(change))
        .isEqualTo("-ERR " + READ_ONLY + " script: f, on @user_function:2.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return loadstring(string.dump(function() return 1 end))",
        "return loadstring('\\27Lua')",
        "return loadstring('\\27LuaQ\\0\\1\\4\\8\\4\\8\\0')",
        "return load(coroutine.wrap(function() coroutine.yield('\\27Lua') end))",
      })
  void shouldNotLoadBytecode(String body) {
    assertThat(lua.text(body)).isEqualTo("null");
  }

  @Test
  void shouldNotLetALoaderEscapeTheSandbox() {
    assertThat(lua.text("return loadstring('return io')()"))
        .contains("nonexistent global variable 'io'");
    assertThat(lua.text("return loadstring('x = 1')()")).contains(READ_ONLY);
    assertThat(lua.text("return loadstring('local _ENV = {} return type(tostring)')()"))
        .isEqualTo("function");
    assertThat(lua.text("return loadstring('return _ENV')()"))
        .contains("nonexistent global variable");
  }

  @Test
  void shouldKeepLibrariesApart() throws ScriptException {
    LibraryInstance one =
        lua.library(
            "local secret = 1\n"
                + "server.register_function('a', function() string.x = secret end)\n"
                + "server.register_function('b', function() math.randomseed(7)"
                + " cjson.encode_invalid_numbers(true) return cjson.encode(0/0) end)");
    LibraryInstance two =
        lua.library(
            "server.register_function('c', function() return {type(string.x),"
                + " tostring(cjson.encode_invalid_numbers())} end)");
    assertThat(Lua.show(one.call(Bytes.of("a"), List.of(), List.of(), lua.host)))
        .contains(READ_ONLY);
    one.call(Bytes.of("b"), List.of(), List.of(), lua.host);
    assertThat(Lua.show(two.call(Bytes.of("c"), List.of(), List.of(), lua.host)))
        .isEqualTo("[nil, false]");
  }

  @Test
  void shouldStartAnewWithEachInstance() throws ScriptException {
    String code = "local n = 0 server.register_function('f', function() n = n + 1 return n end)";
    LibraryInstance first = lua.library(code);
    first.call(Bytes.of("f"), List.of(), List.of(), lua.host);
    assertThat(Lua.show(lua.library(code).call(Bytes.of("f"), List.of(), List.of(), lua.host)))
        .isEqualTo(":1");
  }
}
