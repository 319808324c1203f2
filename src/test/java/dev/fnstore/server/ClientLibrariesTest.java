package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.testing.TestServer;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.args.FunctionRestorePolicy;
import redis.clients.jedis.resps.LibraryInfo;

/** Client libraries connect with their defaults, load, call, dump and restore. */
@ExtendWith(VertxExtension.class)
final class ClientLibrariesTest {
  private static final String LIBRARY =
      """
      #!lua name=greetings
      server.register_function('greet', function(keys, args)
        return {'hello', args[1], #keys}
      end)
      """;

  @TempDir Path folder;

  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldServeJedis() {
    try (RedisClient jedis = RedisClient.create("127.0.0.1", server.port())) {
      assertThat(jedis.functionLoad(LIBRARY)).isEqualTo("greetings");
      assertThat(jedis.fcall("greet", List.of("k"), List.of("you")))
          .isEqualTo(List.of("hello", "you", 1L));
      List<LibraryInfo> libraries = jedis.functionListWithCode();
      assertThat(libraries).hasSize(1);
      assertThat(libraries.get(0).getLibraryName()).isEqualTo("greetings");
      assertThat(libraries.get(0).getLibraryCode()).isEqualTo(LIBRARY);
      assertThat(libraries.get(0).getFunctions()).hasSize(1);
      assertThat(jedis.functionStats().getEngines()).containsKey("LUA");
      byte[] payload = jedis.functionDump();
      assertThat(jedis.functionDelete("greetings")).isEqualTo("OK");
      assertThat(jedis.functionRestore(payload, FunctionRestorePolicy.APPEND)).isEqualTo("OK");
      assertThat(jedis.fcall("greet", List.of(), List.of("again")))
          .isEqualTo(List.of("hello", "again", 0L));
      assertThat(jedis.functionFlush()).isEqualTo("OK");
      jedis.hset("h", Map.of("f", "v"));
      assertThat(jedis.hgetAll("h")).containsExactlyEntriesOf(Map.of("f", "v"));
    }
  }

  @Test
  void shouldServeTheVertxRedisClient(Vertx vertx, VertxTestContext test) {
    Redis client = Redis.createClient(vertx, "redis://127.0.0.1:" + server.port());
    RedisAPI redis = RedisAPI.api(client);
    redis
        .function(List.of("LOAD", LIBRARY))
        .compose(
            name -> {
              test.verify(() -> assertThat(name.toString()).isEqualTo("greetings"));
              return redis.fcall(List.of("greet", "1", "k", "you"));
            })
        .compose(
            reply -> {
              test.verify(
                  () -> {
                    assertThat(reply.get(1).toString()).isEqualTo("you");
                    assertThat(reply.get(2).toInteger()).isEqualTo(1);
                  });
              return redis.function(List.of("DUMP"));
            })
        .compose(
            payload -> {
              test.verify(() -> assertThat(payload.toBytes().length).isGreaterThan(10));
              return redis.function(List.of("LIST", "WITHCODE"));
            })
        .onComplete(
            test.succeeding(
                libraries -> {
                  test.verify(
                      () ->
                          assertThat(libraries.get(0).get("library_code").toString())
                              .isEqualTo(LIBRARY));
                  client.close();
                  test.completeNow();
                }));
  }
}
