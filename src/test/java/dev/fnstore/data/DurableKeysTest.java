package dev.fnstore.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.resp.Reply;
import dev.fnstore.server.StartException;
import dev.fnstore.testing.Polling;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys over the end of a server that is asked to end. */
class DurableKeysTest {
  private static final String LIBRARY =
      "#!lua name=lib\nserver.register_function('f', function(keys) return 1 end)";
  private static final int MANY = 2000;

  @TempDir Path folder;

  private static final List<String> CHANGES =
      List.of(
          "SET string value",
          "SET dying value PXAT 9999999999999",
          "HSET hash a 1 b 2",
          "RPUSH list a b c",
          "SADD set a b",
          "ZADD sorted 1 a 2.5 b inf c",
          "XADD stream 1-1 field value",
          "XADD stream 1-2 field other",
          "XGROUP CREATE stream group 0",
          "XREADGROUP GROUP group consumer COUNT 1 STREAMS stream >",
          "SETBIT bits 7 1");

  private static final List<String> QUESTIONS =
      List.of(
          "GET string",
          "PEXPIRETIME dying",
          "HGETALL hash",
          "LRANGE list 0 -1",
          "SMEMBERS set",
          "ZRANGE sorted 0 -1 WITHSCORES",
          "XRANGE stream - +",
          "XPENDING stream group",
          "XINFO GROUPS stream",
          "GET bits",
          "DBSIZE");

  @Test
  void shouldLeaveNothingInTheWriteAheadLogAfterAnOrderlyEnd() throws IOException {
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      CHANGES.forEach(change -> call(connection, change));
    }
    try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".log")))
          .allSatisfy(file -> assertThat(file).isEmptyFile());
    }
  }

  private static Reply call(RespConnection connection, String line) {
    return connection.call((Object[]) line.split(" ", -1));
  }

  private static List<Reply> answers(RespConnection connection) {
    return QUESTIONS.stream().map(question -> call(connection, question)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"always", "everysec", "no"})
  void shouldHaveAllKeysAfterARestart(String fsync) {
    List<Reply> before;
    try (TestServer server = TestServer.start(folder, "data-fsync", fsync);
        RespConnection connection = server.connect()) {
      CHANGES.forEach(
          change -> assertThat(call(connection, change)).isNotInstanceOf(Reply.ErrorReply.class));
      before = answers(connection);
    }
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      assertThat(answers(connection)).isEqualTo(before);
    }
  }

  @Test
  void shouldKeepLargeValuesAndWhatIsChangedOfThem() {
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      for (int i = 0; i < MANY; i++) {
        connection.call("HSET", "hash", "field" + i, "value" + i);
        connection.call("RPUSH", "list", "element" + i);
        connection.call("ZADD", "sorted", i, "member" + i);
      }
    }
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      assertThat(connection.call("HLEN", "hash")).isEqualTo(Reply.of(MANY));
      call(connection, "HDEL hash field7");
      call(connection, "LPOP list");
      call(connection, "LPUSH list first");
      call(connection, "ZREM sorted member0");
      call(connection, "RENAME hash moved");
      call(connection, "COPY list copy");
      call(connection, "DEL list");
    }
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      assertThat(call(connection, "HLEN moved")).isEqualTo(Reply.of(MANY - 1));
      assertThat(call(connection, "HGET moved field7")).isEqualTo(Reply.NULL);
      assertThat(call(connection, "LRANGE copy 0 1"))
          .isEqualTo(Reply.array(Reply.bulk("first"), Reply.bulk("element1")));
      assertThat(call(connection, "LLEN copy")).isEqualTo(Reply.of(MANY));
      assertThat(call(connection, "ZRANGE sorted 0 0"))
          .isEqualTo(Reply.array(Reply.bulk("member1")));
      assertThat(call(connection, "EXISTS hash list")).isEqualTo(Reply.ZERO);
    }
  }

  @Test
  void shouldKeepDatabasesApartAndSwapped() {
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      call(connection, "SET key zero");
      call(connection, "SELECT 1");
      call(connection, "SET key one");
      call(connection, "SELECT 2");
      call(connection, "SET key two");
      call(connection, "SWAPDB 0 1");
      call(connection, "FLUSHDB");
    }
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      assertThat(call(connection, "GET key")).isEqualTo(Reply.bulk("one"));
      call(connection, "SELECT 1");
      assertThat(call(connection, "GET key")).isEqualTo(Reply.bulk("zero"));
      call(connection, "SELECT 2");
      assertThat(call(connection, "DBSIZE")).isEqualTo(Reply.ZERO);
    }
    assertThatThrownBy(() -> TestServer.start(folder, "databases", "1"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("`databases`");
  }

  @Test
  void shouldLeaveFunctionsAloneWhereKeysAreFlushed() {
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      connection.call("FUNCTION", "LOAD", LIBRARY);
      call(connection, "SET key value");
      call(connection, "FLUSHALL");
    }
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      assertThat(call(connection, "DBSIZE")).isEqualTo(Reply.ZERO);
      assertThat(call(connection, "FCALL f 0")).isEqualTo(Reply.ONE);
    }
  }

  @Test
  void shouldNotReviveWhatHasExpiredMeanwhile() throws InterruptedException {
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      call(connection, "SET key value PX 300");
      call(connection, "SET stays value");
    }
    Thread.sleep(400);
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      assertThat(call(connection, "GET key")).isEqualTo(Reply.NULL);
      assertThat(call(connection, "DBSIZE")).isEqualTo(Reply.ONE);
    }
  }

  /** It is busy, and never ends: an orderly end has to cut it off. */
  @Test
  void shouldKeepNothingOfAFunctionThatWasCutOff() {
    try (TestServer server = TestServer.start(folder, "busy-reply-threshold", "50");
        RespConnection connection = server.connect();
        RespConnection other = server.connect()) {
      connection.call(
          "FUNCTION",
          "LOAD",
          "#!lua name=lib\nserver.register_function('endless', function()"
              + " server.call('SET', 'half', 'done') while true do end end)");
      call(connection, "SET before value");
      assertThat(call(connection, "SAVE")).isEqualTo(Reply.OK);
      connection.send("FCALL", "endless", 0);
      connection.flush();
      Polling.until("it is busy", () -> call(other, "PING") instanceof Reply.ErrorReply);
    }
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      assertThat(call(connection, "EXISTS half")).isEqualTo(Reply.ZERO);
      assertThat(call(connection, "GET before")).isEqualTo(Reply.bulk("value"));
    }
  }

  @Test
  void shouldKeepNothingInMemoryMode() throws IOException {
    try (TestServer server = TestServer.start(folder, "data", "memory");
        RespConnection connection = server.connect()) {
      call(connection, "SET key value");
      connection.call("FUNCTION", "LOAD", LIBRARY);
    }
    assertThat(folder.resolve("keys")).doesNotExist();
    try (TestServer server = TestServer.start(folder, "data", "memory");
        RespConnection connection = server.connect()) {
      assertThat(call(connection, "DBSIZE")).isEqualTo(Reply.ZERO);
      assertThat(call(connection, "FCALL f 0")).isEqualTo(Reply.ONE);
    }
  }

  @Test
  void shouldTellOfKeysInInfo() {
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      assertThat(info(connection))
          .contains("data_on_disk:1", "data_fsync:everysec", "data_write_status:ok");
      call(connection, "CONFIG SET appendfsync always");
      call(connection, "SET key value");
      assertThat(info(connection)).contains("data_fsync:always", "data_unwritten_keys:0");
      call(connection, "CONFIG SET data-fsync no");
      call(connection, "SET key value");
      Polling.until("keys are written", () -> info(connection).contains("data_unwritten_keys:0"));
    }
  }

  private static List<String> info(RespConnection connection) {
    return ((Reply.Bulk) connection.call("INFO", "persistence")).value().toText().lines().toList();
  }

  /** A start that is refused says what to do, touches nothing, and leaves functions reachable. */
  @Test
  void shouldRefuseDamagedKeysAndStartWithoutThem() throws IOException {
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      connection.call("FUNCTION", "LOAD", LIBRARY);
      call(connection, "SET key value");
    }
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder.resolve("keys"))) {
      all.filter(file -> file.toString().contains("MANIFEST")).forEach(files::add);
    }
    byte[] manifest = Files.readAllBytes(files.get(0));
    byte[] damaged = manifest.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(files.get(0), damaged);

    assertThatThrownBy(() -> TestServer.start(folder))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("the keys in " + folder.resolve("keys"))
        .hasMessageContaining("--data memory");
    try (TestServer server = TestServer.start(folder, "data", "memory");
        RespConnection connection = server.connect()) {
      assertThat(call(connection, "FCALL f 0")).isEqualTo(Reply.ONE);
    }
    Files.write(files.get(0), manifest);
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      assertThat(call(connection, "GET key")).isEqualTo(Reply.bulk("value"));
    }
  }

  @Test
  void shouldRefuseKeysOfAnotherFormat() {
    try (TestServer server = TestServer.start(folder)) {
      assertThat(server.port()).isPositive();
    }
    try (RowStore rows = RowStore.open(folder)) {
      rows.format("2");
    } catch (org.rocksdb.RocksDBException e) {
      throw new AssertionError(e);
    }
    assertThatThrownBy(() -> TestServer.start(folder))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("are of format 2, and this version reads 1");
  }
}
