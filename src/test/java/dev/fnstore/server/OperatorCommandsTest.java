package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators ask and where the answer is our own, so that no other server can be compared. */
final class OperatorCommandsTest {
  private static final String LIBRARY =
      "#!lua name=operators\nserver.register_function('one', function() return 1 end)";

  @TempDir Path folder;

  private TestServer server;
  private RespConnection client;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    client = server.connect();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void shouldSayThatItSaved() {
    long before = System.currentTimeMillis() / 1000 - 1;
    client.call("FUNCTION", "LOAD", LIBRARY);
    assertThat(client.call("SAVE")).isEqualTo(Reply.OK);
    assertThat(client.call("BGSAVE")).isEqualTo(Reply.simple("Background saving started"));
    assertThat(client.call("BGSAVE", "SCHEDULE")).isInstanceOf(Reply.Simple.class);
    assertThat(((Reply.Int) client.call("LASTSAVE")).value()).isGreaterThanOrEqualTo(before);

    client.call("SET", "k", "v");
    assertThat(client.call("SAVE")).isEqualTo(Reply.OK);
    assertThat(client.call("BGSAVE")).isInstanceOf(Reply.Simple.class);
    assertThat(text(client.call("BGSAVE", "CANCEL")))
        .startsWith("ERR Background save is currently");
    assertThat(text(client.call("BGREWRITEAOF"))).contains("no rewriting");
  }

  @Test
  void shouldNotSayThatItSavedKeysThatEndWithIt(@TempDir Path other) {
    try (TestServer inMemory = TestServer.start(other, "data", "memory");
        RespConnection connection = inMemory.connect()) {
      assertThat(connection.call("SAVE")).isEqualTo(Reply.OK);
      connection.call("SET", "k", "v");
      assertThat(text(connection.call("SAVE"))).startsWith("ERR keys are in memory only");
      assertThat(text(connection.call("BGSAVE"))).startsWith("ERR keys are in memory only");
    }
  }

  @Test
  void shouldRefuseToReplicate() {
    for (Object[] words :
        List.of(
            new Object[] {"REPLICAOF", "127.0.0.1", "6379"},
            new Object[] {"SLAVEOF", "127.0.0.1", "6379"},
            new Object[] {"PSYNC", "?", "-1"},
            new Object[] {"SYNC"},
            new Object[] {"REPLCONF", "listening-port", "1"})) {
      assertThat(text(client.call(words))).startsWith("ERR fnstore does not replicate");
    }
    assertThat(client.call("ROLE"))
        .isEqualTo(Reply.array(Reply.bulk("master"), Reply.ZERO, Reply.EMPTY_ARRAY));
  }

  @Test
  void shouldTellWhichPolicyIsNotThere() {
    assertThat(text(client.call("CONFIG", "SET", "maxmemory-policy", "allkeys-lfu")))
        .isEqualTo(
            "ERR CONFIG SET failed (possibly related to argument 'maxmemory-policy') - how often"
                + " keys are used is not counted here: choose a policy without lfu");
  }

  /** What its shebang declares counts before it has run once, so that nothing of it is queued. */
  @Test
  void shouldRefuseATransactionWithANewScriptWhereMemoryIsShort() {
    System.gc(); // what counts is what a collection has left
    client.call("CONFIG", "SET", "maxmemory", "1");
    client.call("MULTI");
    assertThat(text(client.call("EVAL", "#!lua\nreturn 1", 0)))
        .isEqualTo("OOM command not allowed when used memory > 'maxmemory'.");
    assertThat(text(client.call("EXEC"))).startsWith("EXECABORT ");
  }

  @Test
  void shouldTellHowKeysAreKept() {
    client.call("SET", "s", "v");
    client.call("HSET", "h", "f", "v");
    client.call("RPUSH", "l", "v");
    client.call("SADD", "t", "v");
    client.call("ZADD", "z", "1", "v");
    assertThat(text(client.call("OBJECT", "ENCODING", "s"))).isEqualTo("embstr");
    assertThat(text(client.call("OBJECT", "ENCODING", "h"))).isEqualTo("listpack");
    assertThat(text(client.call("OBJECT", "ENCODING", "l"))).isEqualTo("listpack");
    assertThat(text(client.call("OBJECT", "ENCODING", "t"))).isEqualTo("listpack");
    assertThat(text(client.call("OBJECT", "ENCODING", "z"))).isEqualTo("listpack");
    for (String key : List.of("s", "h", "l", "t", "z")) {
      assertThat(number("MEMORY", "USAGE", key)).as(key).isBetween(90L, 500L);
    }
    long small = number("MEMORY", "USAGE", "s");
    client.call("SET", "s", "v".repeat(1001));
    assertThat(number("MEMORY", "USAGE", "s")).isEqualTo(small + 1000);
    for (int i = 0; i < 1000; i++) {
      client.call("SADD", "t", "%04d".formatted(i));
    }
    assertThat(number("MEMORY", "USAGE", "t"))
        .isEqualTo(number("MEMORY", "USAGE", "t", "SAMPLES", "0"));
  }

  @Test
  void shouldDrawEveryKeyAndNoExpiredOne() {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      client.call("SET", "k" + i, "v");
      keys.add("k" + i);
    }
    client.call("DEL", "k3", "k19", "k0");
    keys.removeAll(Set.of("k3", "k19", "k0"));
    Set<String> drawn = new HashSet<>();
    for (int i = 0; i < 2000 && drawn.size() < keys.size(); i++) {
      drawn.add(text(client.call("RANDOMKEY")));
    }
    assertThat(drawn).isEqualTo(keys);
    client.call("FLUSHDB");
    client.call("SET", "gone", "v", "PX", "1");
    while (client.call("RANDOMKEY") != Reply.NULL) {
      Thread.onSpinWait();
    }
    assertThat(client.call("DBSIZE")).isEqualTo(Reply.ZERO);
  }

  @Test
  void shouldSwapDatabasesForEverybody() {
    client.call("SET", "k", "zero");
    client.call("SWAPDB", "0", "3");
    assertThat(client.call("GET", "k")).isEqualTo(Reply.NULL);
    client.call("SELECT", "3");
    assertThat(text(client.call("GET", "k"))).isEqualTo("zero");
  }

  @Test
  void shouldMonitorSlowCommands() {
    assertThat(text(client.call("LATENCY", "DOCTOR"))).contains("not monitored");
    client.call("CONFIG", "SET", "latency-monitor-threshold", "60000");
    assertThat(text(client.call("LATENCY", "DOCTOR"))).startsWith("Nothing has taken");
    client.call("CONFIG", "SET", "latency-monitor-threshold", "1");
    client.call("DEBUG", "SLEEP", "0.02");
    client.call("FUNCTION", "LOAD", LIBRARY);

    Reply.Array events = (Reply.Array) client.call("LATENCY", "LATEST");
    Reply.Array command = (Reply.Array) events.items().get(0);
    assertThat(command.items().get(0)).isEqualTo(Reply.bulk("command"));
    assertThat(command.items()).hasSize(6);
    assertThat(((Reply.Int) command.items().get(3)).value()).isGreaterThanOrEqualTo(20);
    assertThat(((Reply.Array) client.call("LATENCY", "HISTORY", "command")).items()).isNotEmpty();
    assertThat(text(client.call("LATENCY", "GRAPH", "command")))
        .startsWith("command - high ")
        .contains("#");
    assertThat(text(client.call("LATENCY", "DOCTOR"))).contains("command: ").contains("SLOWLOG");
    client.call("CONFIG", "SET", "latency-monitor-threshold", "0");
    assertThat(number("LATENCY", "RESET", "command", "nosuch")).isEqualTo(1);
  }

  @Test
  void shouldTellHowLongCommandsTook() {
    RespConnection resp3 = server.connect().resp3();
    resp3.call("ECHO", "a");
    resp3.call("ECHO", "b");
    resp3.call("CONFIG", "GET", "x");
    Reply.Dictionary echo = (Reply.Dictionary) resp3.call("LATENCY", "HISTOGRAM", "echo", "get");
    assertThat(echo.entries()).hasSize(1);
    Reply.Dictionary described = (Reply.Dictionary) echo.entries().get(0).value();
    assertThat(described.entries().get(0))
        .isEqualTo(new Reply.Entry(Reply.bulk("calls"), Reply.of(2)));
    List<Reply.Entry> buckets = ((Reply.Dictionary) described.entries().get(1).value()).entries();
    assertThat(buckets.get(buckets.size() - 1).value()).isEqualTo(Reply.of(2));
    Reply.Dictionary container = (Reply.Dictionary) resp3.call("LATENCY", "HISTOGRAM", "config");
    assertThat(container.entries())
        .extracting(Reply.Entry::key)
        .containsExactly(Reply.bulk("config|get"));
    resp3.close();
  }

  @Test
  void shouldShowMemoryAndItsVersion() {
    assertThat(text(client.call("MEMORY", "DOCTOR"))).contains("bytes that the heap can have");
    assertThat(text(client.call("MEMORY", "MALLOC-STATS"))).contains("bytes used");
    assertThat(text(client.call("LOLWUT"))).contains("[====").contains("fnstore ver. ");
    assertThat(text(client.call("LOLWUT", "VERSION", "3")).lines()).hasSize(5);
    assertThat(text(client.call("ACL", "GENPASS"))).matches("[0-9a-f]{64}");
    assertThat(text(client.call("ACL", "GENPASS", "9"))).matches("[0-9a-f]{3}");
  }

  private long number(Object... words) {
    return ((Reply.Int) client.call(words)).value();
  }

  private static String text(Reply reply) {
    if (reply instanceof Reply.Bulk bulk) {
      return bulk.value().toText();
    } else if (reply instanceof Reply.Simple simple) {
      return simple.text().toText();
    }
    Bytes text = ((Reply.ErrorReply) reply).text();
    return text.toText();
  }
}
