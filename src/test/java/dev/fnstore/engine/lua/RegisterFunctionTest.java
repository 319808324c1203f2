package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.model.FunctionFlag;
import dev.fnstore.model.FunctionSpec;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What loading a library accepts, refuses and says. */
final class RegisterFunctionTest {
  private static final String NAME_RULE =
      "Function names can only contain letters, numbers, or underscores(_) and must be at least one"
          + " character long";

  private final Lua lua = new Lua();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server.register_function() | wrong number of arguments to server.register_function",
        "redis.register_function('f1') | calling server.register_function with a single argument is"
            + " only applicable to Lua table (representing named arguments).",
        "server.register_function('f1', function() end, {}, 'd', 'x') | wrong number of arguments to"
            + " server.register_function",
        "server.register_function(nil, function() end) | first argument to server.register_function"
            + " must be a string",
        "server.register_function('f', 'g') | second argument to server.register_function must be a"
            + " function",
        "server.register_function{[true]=1} | named argument key given to server.register_function is"
            + " not a string",
        "server.register_function{function_name=function() end} | function_name argument given to"
            + " server.register_function must be a string",
        "server.register_function{callback='bad'} | callback argument given to"
            + " server.register_function must be a function",
        "server.register_function{description={}} | description argument given to"
            + " server.register_function must be a string",
        "server.register_function{some_unknown='x'} | unknown argument given to"
            + " server.register_function",
        "server.register_function{flags='x'} | flags argument to server.register_function must be a"
            + " table representing function flags",
        "server.register_function{flags={'x'}} | unknown flag given",
        "server.register_function{flags={function() end}} | unknown flag given",
        "server.register_function{description='x'} | server.register_function must get a function"
            + " name argument",
        "server.register_function{function_name='x'} | server.register_function must get a callback"
            + " argument",
      })
  void shouldSayWhatIsWrongWithARegistration(String code, String text) {
    assertThat(lua.refusal(code)).isEqualTo("Error registering functions: ERR " + text);
  }

  @Test
  void shouldRefuseNamesWithoutAPrefix() {
    assertThat(lua.refusal("server.register_function('a b', function() end)")).isEqualTo(NAME_RULE);
    assertThat(lua.refusal("server.register_function('a\\0b', function() end)"))
        .isEqualTo(NAME_RULE);
    assertThat(lua.refusal("server.register_function('', function() end)")).isEqualTo(NAME_RULE);
    assertThat(
            lua.refusal(
                "server.register_function('x', function() end)"
                    + " server.register_function('x', function() end)"))
        .isEqualTo("Function already exists in the library");
    assertThat(
            lua.refusal(
                "server.register_function('x', function() end)"
                    + " server.register_function('X', function() end)"))
        .isEqualTo("Function X already exists");
    assertThat(lua.refusal("return 1")).isEqualTo("No functions registered");
  }

  @Test
  void shouldTellWhatWasRegistered() throws ScriptException {
    LibraryInstance library =
        lua.library(
            "server.register_function(12, function() end)\n"
                + "redis.register_function{FUNCTION_NAME='b', callback=function() end,"
                + " description='some desc', flags={'NO-writes', 'allow-oom', 'no-writes'}}");
    assertThat(library.functions())
        .containsExactly(
            new FunctionSpec(Bytes.of("12"), null, Set.of()),
            new FunctionSpec(
                Bytes.of("b"),
                Bytes.of("some desc"),
                Set.of(FunctionFlag.NO_WRITES, FunctionFlag.ALLOW_OOM)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return math.random() | Script attempted to access nonexistent global variable 'math'",
        "return redis.call('ping') | Script attempted to access nonexistent global variable 'call'",
        "redis.setresp(3) | Script attempted to access nonexistent global variable 'setresp'",
        "redis.math.random() | Script attempted to access nonexistent global variable 'math'",
        "mt = getmetatable(_G) | Script attempted to access nonexistent global variable"
            + " 'getmetatable'",
        "a = 1 | Attempt to modify a readonly table",
        "server.x = 1 | Attempt to modify a readonly table",
        "local x = nil x() | attempt to call local 'x' (a nil value)",
      })
  void shouldGiveTheLineOfWhatFailsInALoad(String code, String text) {
    assertThat(lua.refusal(code))
        .isEqualTo("Error registering functions: ERR user_function:2: " + text);
  }

  @Test
  void shouldRefuseWhatDoesNotCompile() {
    assertThat(lua.refusal("bad script"))
        .isEqualTo("Error compiling function: user_function:2: '=' expected near 'script'");
    assertThat(lua.refusal("\n\nfor"))
        .isEqualTo("Error compiling function: user_function:4: '<name>' expected near '<eof>'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while true do end",
        "while 1 do local a = ('x'):rep(10) end",
        "repeat until false",
        "for i=1,1e300 do end",
        "local function f() return f() end f()",
        "local function f() f() f() end f()",
        "local s = ('a'):rep(1e6) s:find(('.-'):rep(50)..'b')",
      })
  void shouldEndALoadThatTakesTooLong(String code) throws ScriptException {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                    ScriptException.class,
                    () ->
                        lua.engine
                            .compileLibrary(Bytes.of("#!lua name=l\n" + code))
                            .register(Interrupt.after(50, "FUNCTION LOAD timeout")))
                .text()
                .toText())
        .satisfiesAnyOf(
            text ->
                assertThat(text)
                    .isEqualTo("Error registering functions: ERR FUNCTION LOAD timeout"),
            text -> assertThat(text).contains("stack overflow"));
  }

  @Test
  void shouldKeepTheLoadTableButNotLetItRegister() throws ScriptException {
    LibraryInstance library =
        lua.library(
            "local lib = redis\n"
                + "lib.register_function('f1', function() lib.redis = redis end)\n"
                + "lib.register_function('f2', function()"
                + " lib.register_function('f1', function() end) end)\n"
                + "lib.register_function('f3', function() server.register_function('x', 1) end)");
    assertThat(call(library, "f1"))
        .isEqualTo(
            "-ERR user_function:3: Attempt to modify a readonly table script: f1, on"
                + " @user_function:3.");
    assertThat(call(library, "f2"))
        .isEqualTo(
            "-ERR server.register_function can only be called on FUNCTION LOAD command script: f2,"
                + " on @user_function:4.");
    assertThat(call(library, "f3"))
        .isEqualTo(
            "-ERR user_function:5: attempt to call field 'register_function' (a nil value) script:"
                + " f3, on @user_function:5.");
  }

  private String call(LibraryInstance library, String name) {
    return Lua.show(
        library.call(Bytes.of(name), java.util.List.of(), java.util.List.of(), lua.host));
  }
}
