package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What server.call does, what replies become in Lua, and Lua values in replies. */
final class CallTest {
  private final Lua lua = new Lua();

  @Test
  void shouldGiveKeysAndArgumentsAndKeepUpvaluesBetweenCalls() throws ScriptException {
    assertThat(lua.text("return {keys[1], keys[2], args[1], #args}")).isEqualTo("[k1, k2, a1, :2]");
    LibraryInstance counter =
        lua.library("local n = 0 server.register_function('f', function() n = n + 1 return n end)");
    for (int i = 1; i <= 3; i++) {
      assertThat(counter.call(Bytes.of("f"), List.of(), List.of(), lua.host))
          .isEqualTo(Reply.of(i));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1",
        "1e15 | 1000000000000000",
        "-0 | 0",
        "2^53 | 9007199254740992",
        "0.1 | 0.1",
        "1/3 | 0.3333333333333333",
        "1e19 | 1e+19",
        "2^63 | 9223372036854776000",
        "[[a b]] | a b",
      })
  void shouldWriteArgumentsOfCommands(String value, String word) {
    assertThat(lua.text("return server.call('echo', " + value + ")")).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server.call() | ERR Please specify at least one argument for this call",
        "server.call('echo', {}) | ERR Command arguments must be strings or integers",
        "server.call('echo', nil) | ERR Command arguments must be strings or integers",
        "server.call('nosuch') | ERR Unknown command called from script",
        "server.call('wrong') | WRONGTYPE Operation against a key",
        "server.call('bare') | ERR BARE",
        "server.sha1hex() | ERR wrong number of arguments",
        "server.log(1) | ERR server.log() requires two arguments or more.",
        "server.log('a', 'b') | ERR First argument must be a number (log level).",
        "server.log(9, 'b') | ERR Invalid log level.",
        "server.setresp() | ERR server.setresp() requires one argument.",
        "server.setresp(4) | ERR RESP version must be 2 or 3.",
        "server.set_repl() | ERR server.set_repl() requires one argument.",
        "server.set_repl(7) | ERR Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or"
            + " REPL_NONE.",
        "server.acl_check_cmd() | ERR Please specify at least one argument for this call",
        "server.acl_check_cmd('nosuch') | ERR Invalid command passed to server.acl_check_cmd()",
        "error('x') | ERR user_function:2: x",
        "error('x', 0) | ERR x",
        "error() | ERR nil",
        "error({err='MYERR boom'}) | MYERR boom",
        "error({err='boom'}) | boom",
        "error({1}) | ERR unknown error",
        "error({err='a\\r\\nb'}) | a  b",
        "error('a\\nb', 0) | ERR a b",
        "local t = nil; return t.x | ERR user_function:2: attempt to index local 't' (a nil value)",
        "redis.nosuch() | ERR user_function:2: attempt to call field 'nosuch' (a nil value)",
        "nosuch() | ERR user_function:2: Script attempted to access nonexistent global variable"
            + " 'nosuch'",
        "coroutine.wrap(function() error('w', 0) end)() | ERR user_function:2: w",
        "local ok, e = pcall(server.call, 'wrong') error(e, 0) | ERR WRONGTYPE Operation against a key",
        "local e = server.pcall('wrong') error(e) | WRONGTYPE Operation against a key",
        "('x'):rep(1e10) | ERR user_function:2: resulting string too large",
        "('x'):rep({}) | ERR user_function:2: bad argument #1 to 'rep' (number expected, got table)",
        "string.rep('x', {}) | ERR user_function:2: bad argument #2 to 'rep' (number expected, got"
            + " table)",
        "assert(false) | ERR user_function:2: assertion failed!",
        "assert(nil, {}) | ERR user_function:2: bad argument #2 to 'assert' (string expected, got"
            + " table)",
      })
  void shouldGiveErrorsThatEscapeASuffix(String body, String error) {
    lua.host
        .replying("wrong", Reply.ErrorReply.of("WRONGTYPE Operation against a key"))
        .replying("bare", Reply.ErrorReply.of("BARE"));
    assertThat(lua.text(body)).isEqualTo("-" + error + " script: f, on @user_function:2.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nil | null",
        "true | :1",
        "false | null",
        "3.99 | :3",
        "-3.99 | :-3",
        "1/0 | :-9223372036854775808",
        "function() end | null",
        "coroutine.create(function() end) | null",
        "{1, 2, nil, 4} | [:1, :2]",
        "{err='no dash'} | -no dash",
        "{err='-x\\r\\ny'} | --x  y",
        "{ok='fine\\n'} | '+fine '",
        "{ok=1} | []",
        "{1, {err='E'}, {ok='O'}} | [:1, -E, +O]",
        "server.error_reply('X') | -ERR X",
        "server.error_reply('-X y') | -X y",
        "server.error_reply('My Err') | -My Err",
        "server.error_reply('') | '-ERR '",
        "server.error_reply({}) | -ERR wrong number or type of arguments",
        "server.status_reply('S') | +S",
        "server.status_reply() | -ERR wrong number or type of arguments",
        "server.pcall('nosuch') | -ERR Unknown command called from script",
        "server.sha1hex('') | da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "server.acl_check_cmd('get', 'x') | :1",
        "server.acl_check_cmd('set', 'x', 1) | null",
        "server.breakpoint | null",
        "type(server.REPL_SLAVE) | number",
        "server == redis | :1",
      })
  void shouldConvertWhatIsReturned(String value, String reply) {
    assertThat(lua.text("return " + value)).isEqualTo(reply);
  }

  @Test
  void shouldReturnTheTypesOfResp3() {
    assertThat(lua.run("return {double=3.5}")).isEqualTo(new Reply.Real(3.5));
    assertThat(lua.run("return {big_number='12'}")).isEqualTo(new Reply.BigNumber(Bytes.of("12")));
    assertThat(lua.run("return {verbatim_string={format='markdown', string='s'}}"))
        .isEqualTo(new Reply.Verbatim(Bytes.of("mar"), Bytes.of("s")));
    assertThat(lua.run("return {verbatim_string={format='m', string='s'}}"))
        .isEqualTo(new Reply.Verbatim(Bytes.of("m  "), Bytes.of("s")));
    assertThat(lua.run("return {map={a=1}}"))
        .isEqualTo(new Reply.Dictionary(List.of(new Reply.Entry(Reply.bulk("a"), Reply.of(1)))));
    assertThat(lua.run("return {set={a=true}}"))
        .isEqualTo(new Reply.Group(List.of(Reply.bulk("a"))));
    assertThat(lua.run("server.setresp(3) return false")).isEqualTo(new Reply.Bool(false));
  }

  /** The orders are Valkey 8.1's, which makes the table as large as the reply at once. */
  @Test
  void shouldGoThroughMapsAndSetsInValkeysOrder() {
    List<Reply.Entry> entries =
        Stream.of("id", "retry_count", "stall_count", "data")
            .map(name -> new Reply.Entry(Reply.bulk(name), Reply.of(1)))
            .toList();
    List<Reply> members =
        IntStream.rangeClosed(1, 9).<Reply>mapToObj(i -> Reply.bulk("f" + i)).toList();
    lua.host
        .replying("map", new Reply.Dictionary(entries))
        .replying("set", new Reply.Group(members));
    String names =
        "server.setresp(3) local names = {} for name in pairs(server.call(%s) do"
            + " names[#names + 1] = name end return names";
    assertThat(lua.text(names.formatted("'map').map")))
        .isEqualTo("[id, data, retry_count, stall_count]");
    assertThat(lua.text(names.formatted("'set').set")))
        .isEqualTo("[f6, f5, f3, f7, f2, f1, f9, f8, f4]");
  }

  @Test
  void shouldConvertRepliesByTheProtocolThatTheScriptChose() {
    lua.host
        .replying(
            "map",
            new Reply.Dictionary(List.of(new Reply.Entry(Reply.bulk("f"), new Reply.Real(1.5)))))
        .replying("set", new Reply.Group(List.of(Reply.bulk("a"))))
        .replying("null", Reply.NULL)
        .replying("list", Reply.array(Reply.NULL, Reply.bulk("x"), Reply.ErrorReply.of("E x")));
    assertThat(lua.text("local r = server.call('map') return {r[1], r[2]}")).isEqualTo("[f, 1.5]");
    assertThat(lua.text("return server.call('set')[1]")).isEqualTo("a");
    assertThat(lua.text("return tostring(server.call('null'))")).isEqualTo("false");
    assertThat(lua.text("local r = server.call('list') return {r[2], r[3], r[1]}"))
        .isEqualTo("[x, -E x, null]");
    String resp3 = "server.setresp(3) ";
    assertThat(lua.text(resp3 + "return tostring(server.call('map').map.f.double)"))
        .isEqualTo("1.5");
    assertThat(lua.text(resp3 + "return tostring(server.call('set').set.a)")).isEqualTo("true");
    assertThat(lua.text(resp3 + "return tostring(server.call('null'))")).isEqualTo("nil");
    assertThat(lua.host.protocols).contains(Protocol.RESP3, Protocol.RESP2);
    assertThat(lua.text("return tostring(server.call('null'))"))
        .as("a new run speaks RESP2 again")
        .isEqualTo("false");
  }

  @Test
  void shouldMarkTheErrorsOfCommandsAsCounted() {
    lua.host.replying("wrong", Reply.ErrorReply.of("WRONGTYPE x"));
    assertThat(lua.text("return tostring(server.pcall('wrong').ignore_error_stats_update)"))
        .isEqualTo("true");
    assertThat(lua.text("return select(2, pcall(server.call, 'wrong'))")).isEqualTo("WRONGTYPE x");
  }

  @Test
  void shouldLogWhatIsTextOrNumber() {
    lua.run("server.log(server.LOG_WARNING, 'a', 1, {}, 'b') redis.log(0, 'c')");
    assertThat(lua.host.logs).containsExactly("WARNING a 1 b", "DEBUG c");
  }

  @Test
  void shouldEndRepliesThatAreNestedTooDeep() throws InterruptedException {
    Reply reply = lua.runDeep("local t = {} t[1] = t return t", lua.host);
    int levels = 0;
    while (reply instanceof Reply.Array array) {
      assertThat(array.items()).hasSize(1);
      reply = array.items().get(0);
      levels++;
    }
    assertThat(reply).isEqualTo(Reply.ErrorReply.of("ERR reached lua stack limit"));
    assertThat(levels).isBetween(7900, 8000);
  }

  @Test
  void shouldUnpackAsManyAsCLuaDoes() {
    lua.host.replying("many", Reply.OK);
    assertThat(
            lua.text(
                "local t = {} for i = 1, 7999 do t[i] = i end"
                    + " return server.call('many', unpack(t))"))
        .isEqualTo("+OK");
    assertThat(lua.text("return unpack({}, 1, 8000)"))
        .isEqualTo(
            "-ERR user_function:2: too many results to unpack script: f, on @user_function:2.");
  }
}
