package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Polling;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code maxmemory} with policies that drop keys. */
class EvictionTest {
  private static final int KEYS = 4_000;
  private static final String VALUE = "x".repeat(1_000);

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

  private void limit(String policy, String bytes) {
    assertThat(client.call("CONFIG", "SET", "maxmemory-policy", policy)).isEqualTo(Reply.OK);
    assertThat(client.call("CONFIG", "SET", "maxmemory", bytes)).isEqualTo(Reply.OK);
  }

  private long size() {
    return ((Reply.Int) client.call("DBSIZE")).value();
  }

  private long info(String name) {
    return ((Reply.Bulk) client.call("INFO"))
        .value()
        .toText()
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .sum();
  }

  @Test
  void shouldDropWhatWasNotUsedForLong() throws InterruptedException {
    limit("allkeys-lru", "2mb");
    for (int i = 0; i < KEYS; i++) {
      assertThat(client.call("SET", "key" + i, VALUE)).isEqualTo(Reply.OK);
      if (i % 100 == 0) {
        assertThat(client.call("GET", "key0")).as("after %d", i).isEqualTo(Reply.bulk(VALUE));
        Thread.sleep(1); // so that times of use differ
      }
    }
    assertThat(size()).isBetween(1_000L, 2_000L);
    // the last one may go between the two questions
    Polling.until("each key is there or was counted", () -> info("evicted_keys") + size() == KEYS);
    int old = 0;
    int fresh = 0;
    for (int i = 1; i <= 200; i++) {
      old += client.call("EXISTS", "key" + i).equals(Reply.ONE) ? 1 : 0;
      fresh += client.call("EXISTS", "key" + (KEYS - i)).equals(Reply.ONE) ? 1 : 0;
    }
    assertThat(old).as("of the 200 oldest").isLessThan(20);
    assertThat(fresh).as("of the 200 newest").isGreaterThan(180);
  }

  @Test
  void shouldCountWhatGrowsInPlaceAndWhatIsDeleted() {
    limit("allkeys-random", "1mb");
    for (int i = 0; i < 500; i++) {
      client.call("RPUSH", "list", VALUE);
      client.call("HSET", "hash", "field" + i, VALUE);
    }
    assertThat(info("evicted_keys")).as("two values of 500 KB").isLessThanOrEqualTo(4);
    client.call("DEL", "list", "hash");
    long before = info("evicted_keys");
    for (int i = 0; i < 500; i++) {
      client.call("SET", "key" + i, VALUE);
    }
    assertThat(info("evicted_keys")).isEqualTo(before);
    assertThat(size()).isEqualTo(500);
  }

  @Test
  void shouldDropOnlyWhatExpiresAndElseRefuse() {
    limit("volatile-ttl", "1mb");
    for (int i = 0; i < 500; i++) {
      assertThat(client.call("SET", "stays" + i, VALUE)).isEqualTo(Reply.OK);
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(client.call("SET", "goes" + i, VALUE, "EX", 10_000 + i)).isEqualTo(Reply.OK);
    }
    for (int i = 0; i < 500; i++) {
      assertThat(client.call("EXISTS", "stays" + i)).isEqualTo(Reply.ONE);
    }
    assertThat(client.call("EXISTS", "goes0")).as("what expires first").isEqualTo(Reply.ZERO);
    assertThat(client.call("EXISTS", "goes999")).isEqualTo(Reply.ONE);

    Reply reply = Reply.OK;
    for (int i = 0; i < 2_000 && reply.equals(Reply.OK); i++) {
      reply = client.call("SET", "more" + i, VALUE);
    }
    assertThat(reply)
        .isEqualTo(Reply.ErrorReply.of("OOM command not allowed when used memory > 'maxmemory'."));
    assertThat(client.call("DEL", "stays0", "stays1", "stays2")).isEqualTo(Reply.of(3));
    assertThat(client.call("SET", "again", "value")).isEqualTo(Reply.OK);
  }

  @Test
  void shouldDropKeysOnceThereIsLessRoom() {
    limit("allkeys-lru", "10mb");
    for (int i = 0; i < 1_000; i++) {
      client.call("SET", "key" + i, VALUE);
    }
    assertThat(size()).isEqualTo(1_000);
    limit("allkeys-lru", "200kb");
    Polling.until("keys have gone, though nobody asks for memory", () -> size() < 200);
  }

  @Test
  void shouldDropNothingWithinAFunction() {
    client.call(
        "FUNCTION",
        "LOAD",
        "#!lua name=lib\nserver.register_function('fill', function(keys, args)"
            + " for i = 1, 3000 do server.call('SET', 'filled' .. i, args[1]) end"
            + " return server.call('DBSIZE') end)");
    limit("allkeys-lru", "1mb");
    assertThat(client.call("FCALL", "fill", 0, VALUE)).isEqualTo(Reply.of(3000));
    assertThat(client.call("SET", "key", "value")).isEqualTo(Reply.OK);
    assertThat(size()).isBetween(500L, 1_500L);
  }

  @Test
  void shouldTellWhoListensAndKeepWhatIsLeft() {
    limit("volatile-lru", "1mb");
    client.call("CONFIG", "SET", "notify-keyspace-events", "Ee");
    try (RespConnection subscriber = server.connect()) {
      subscriber.call("SUBSCRIBE", "__keyevent@0__:evicted");
      for (int i = 0; i < 1_500; i++) {
        client.call("SET", "key" + i, VALUE, "EX", 10_000);
      }
      Reply.Array message = (Reply.Array) subscriber.read();
      assertThat(message.items().get(1)).isEqualTo(Reply.bulk("__keyevent@0__:evicted"));
    }
    client.call("CONFIG", "SET", "maxmemory", "0"); // so that no more go
    long left = size();
    server.close();
    server = TestServer.start(folder);
    client.close();
    client = server.connect();
    assertThat(size()).isEqualTo(left);
  }
}
