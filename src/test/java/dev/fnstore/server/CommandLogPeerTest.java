package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SLOWLOG and COMMANDLOG keep the same commands, cut and redacted in the same way, as Valkey 8.1.
 */
final class CommandLogPeerTest {
  @TempDir Path folder;

  private Peer peer;
  private TestServer server;
  private RespConnection theirs;
  private RespConnection ours;

  @BeforeEach
  void start() {
    peer = Peer.start(Peer.Kind.VALKEY_8);
    server = TestServer.start(folder);
    theirs = peer.connect();
    ours = server.connect();
  }

  @AfterEach
  void stop() {
    ours.close();
    theirs.close();
    server.close();
    peer.close();
  }

  @Test
  void shouldLogTheSameCommandsAsSlow() {
    for (RespConnection connection : List.of(theirs, ours)) {
      connection.call("CONFIG", "SET", "slowlog-log-slower-than", "0");
      connection.call("CONFIG", "SET", "slowlog-max-len", "1000");
      connection.call("SLOWLOG", "RESET");
      connection.call("CLIENT", "SETNAME", "me");
      connection.call("EVAL", "return server.call('set', 'a', 'b')", "0");
      connection.call("AUTH", "x");
      connection.call("AUTH", "default", "x");
      connection.call("HELLO", "2", "AUTH", "default", "x", "SETNAME", "you");
      connection.call("HELLO", "2", "SETNAME", "auth", "AUTH", "default", "x");
      connection.call("HELLO", "2", "NOSUCH");
      connection.call("MULTI");
      connection.call("SET", "a", "b");
      connection.call("EXEC");
      connection.call("GET");
      connection.call("nosuch");
      connection.call("LPUSH", "a", "wrong type");
      connection.call("GET", "x".repeat(128));
      connection.call("GET", "x".repeat(129));
      connection.call("ACL", "GETUSER", "u");
      connection.call("ACL", "DELUSER", "u");
      connection.call(Collections.nCopies(32, "DEL").toArray());
      connection.call(Collections.nCopies(33, "DEL").toArray());
      connection.call(Collections.nCopies(100, "DEL").toArray());
    }

    List<String> reference = entries(theirs.call("SLOWLOG", "GET", "-1"));
    assertThat(reference).hasSizeGreaterThan(18);
    assertThat(entries(ours.call("SLOWLOG", "GET", "-1"))).isEqualTo(reference);
    assertThat(entries(ours.call("COMMANDLOG", "GET", "-1", "slow"))).hasSizeGreaterThan(18);
    assertThat(((Reply.Array) ours.call("SLOWLOG", "GET")).items()).hasSize(10);
  }

  @Test
  void shouldLogFunctionsAndWhatTheyCallAsSlow() {
    String code =
        "#!lua name=slow\n"
            + "server.register_function('writes', function(keys, args)"
            + "  server.call('SET', keys[1], args[1])"
            + "  server.pcall('LPUSH', keys[1], 'wrong type')"
            + "  server.pcall('NOSUCH')"
            + "  server.pcall('GET')"
            + "  server.call('SELECT', '1')"
            + "  return server.call('GET', keys[1]) end)\n"
            + "server.register_function{function_name='reads',"
            + " callback=function(keys) server.pcall('DEL', keys[1]) server.pcall('PUBLISH', 'c', 'm')"
            + "  return server.call('EXISTS', keys[1]) end, flags={'no-writes'}}\n"
            + "server.register_function('fails', function(keys) error('on purpose') end)";
    for (RespConnection connection : List.of(theirs, ours)) {
      connection.call("FUNCTION", "LOAD", code);
      connection.call("CONFIG", "SET", "slowlog-log-slower-than", "0");
      connection.call("SLOWLOG", "RESET");
      connection.call("CLIENT", "SETNAME", "me");
      connection.call("FCALL", "writes", "1", "k", "x".repeat(200));
      connection.call("FCALL", "reads", "1", "k");
      connection.call("FCALL_RO", "reads", "1", "k");
      connection.call("FCALL_RO", "writes", "1", "k", "v");
      connection.call("FCALL", "fails", "1", "k");
      connection.call("FCALL", "nosuch", "0");
      connection.call("FCALL", "writes", "x");
      connection.call("MULTI");
      connection.call("FCALL", "writes", "1", "k", "v");
      connection.call("EXEC");
    }

    List<String> reference = entries(theirs.call("SLOWLOG", "GET", "-1"));
    assertThat(reference).hasSizeGreaterThan(15);
    assertThat(entries(ours.call("SLOWLOG", "GET", "-1"))).isEqualTo(reference);
    assertThat(entries(ours.call("COMMANDLOG", "GET", "-1", "slow")))
        .containsAll(entries(theirs.call("COMMANDLOG", "GET", "-1", "slow")));
  }

  @Test
  void shouldCountEntriesOnAndKeepTheNewest() {
    for (RespConnection connection : List.of(theirs, ours)) {
      connection.call("CONFIG", "SET", "slowlog-log-slower-than", "0");
      connection.call("SLOWLOG", "RESET");
      connection.call("CONFIG", "SET", "slowlog-max-len", "3");
      for (int i = 0; i < 10; i++) {
        connection.call("PING");
      }
      connection.call("CONFIG", "SET", "slowlog-log-slower-than", "-1");
      connection.call("PING");
    }
    assertThat(entries(ours.call("SLOWLOG", "GET")))
        .isEqualTo(entries(theirs.call("SLOWLOG", "GET")));
    assertThat(ours.call("SLOWLOG", "LEN")).isEqualTo(Reply.of(3));
    long first = id(ours.call("SLOWLOG", "GET", "1"));
    ours.call("SLOWLOG", "RESET");
    ours.call("CONFIG", "SET", "slowlog-log-slower-than", "0");
    ours.call("PING");
    assertThat(id(ours.call("SLOWLOG", "GET", "1"))).isGreaterThan(first);
  }

  @Test
  void shouldLogLargeRequestsWithTheirSizes() {
    for (RespConnection connection : List.of(theirs, ours)) {
      connection.call("CONFIG", "SET", "commandlog-request-larger-than", "60");
      connection.call("COMMANDLOG", "RESET", "large-request");
      connection.call("SET", "a", "x".repeat(10));
      connection.call("SET", "a", "x".repeat(100));
      connection.call("MULTI");
      connection.call("SET", "b", "x".repeat(50));
      connection.call("EXEC");
      connection.call("CONFIG", "SET", "commandlog-request-larger-than", "-1");
    }
    Reply reference = theirs.call("COMMANDLOG", "GET", "-1", "large-request");
    Reply own = ours.call("COMMANDLOG", "GET", "-1", "large-request");
    assertThat(entries(own)).isEqualTo(entries(reference)).hasSize(1);
    assertThat(values(own)).isEqualTo(values(reference));
  }

  private static List<Reply> fields(Reply entry) {
    return ((Reply.Array) entry).items();
  }

  private static long id(Reply entries) {
    return ((Reply.Int) fields(fields(entries).get(0)).get(0)).value();
  }

  private static List<Reply> values(Reply entries) {
    return fields(entries).stream().map(entry -> fields(entry).get(2)).toList();
  }

  /** Words and client's name of each. */
  private static List<String> entries(Reply entries) {
    List<String> shown = new ArrayList<>();
    for (Reply entry : fields(entries)) {
      List<Bytes> words =
          fields(fields(entry).get(3)).stream().map(word -> ((Reply.Bulk) word).value()).toList();
      shown.add(words + " of " + ((Reply.Bulk) fields(entry).get(5)).value());
    }
    return shown;
  }
}
