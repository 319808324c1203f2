package dev.fnstore.clients;

import dev.fnstore.model.RestorePolicy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The Redis client of Vert.x. */
final class VertxRedisClientTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void shouldServeTheVertxClientWithItsDefaults(Side side) {
    try (Side.Running server = side.start(folder);
        Adapter client = new Adapter(options(server))) {
      FunctionRound.play(client);
    }
  }

  @ParameterizedTest
  @CsvSource({"FNSTORE,RESP2", "FNSTORE,RESP3", "VALKEY,RESP2", "VALKEY,RESP3"})
  void shouldServeTheVertxClientWithEachProtocol(Side side, ProtocolVersion protocol) {
    try (Side.Running server = side.start(folder);
        Adapter client = new Adapter(options(server).setPreferredProtocolVersion(protocol))) {
      FunctionRound.play(client);
    }
  }

  private static RedisOptions options(Side.Running server) {
    return new RedisOptions().setConnectionString("redis://127.0.0.1:" + server.port());
  }

  private static final class Adapter implements FunctionClient {
    private final Vertx vertx = Vertx.vertx();
    private final Redis redis;

    Adapter(RedisOptions options) {
      this.redis = Redis.createClient(vertx, options);
    }

    @Override
    public String load(String source) {
      return function("LOAD", source).toString();
    }

    @Override
    public String loadReplacing(String source) {
      return function("LOAD", "REPLACE", source).toString();
    }

    @Override
    public Map<String, List<String>> functions() {
      Map<String, List<String>> functions = new TreeMap<>();
      for (Response library : function("LIST")) {
        List<String> names = new ArrayList<>();
        library.get("functions").forEach(function -> names.add(function.get("name").toString()));
        functions.put(library.get("library_name").toString(), names);
      }
      return functions;
    }

    @Override
    public String source(String library) {
      return function("LIST", "LIBRARYNAME", library, "WITHCODE")
          .get(0)
          .get("library_code")
          .toString();
    }

    @Override
    public @Nullable Object call(String function, List<String> keys, List<String> arguments) {
      return call(Command.FCALL, function, keys, arguments);
    }

    @Override
    public @Nullable Object callReadOnly(
        String function, List<String> keys, List<String> arguments) {
      return call(Command.FCALL_RO, function, keys, arguments);
    }

    @Override
    public byte[] dump() {
      return function("DUMP").toBytes();
    }

    @Override
    public String restore(byte[] payload, RestorePolicy policy) {
      return send(Request.cmd(Command.FUNCTION)
              .arg("RESTORE")
              .arg(Buffer.buffer(payload))
              .arg(policy.name()))
          .toString();
    }

    @Override
    public String delete(String library) {
      return function("DELETE", library).toString();
    }

    @Override
    public String flush() {
      return function("FLUSH").toString();
    }

    @Override
    public String kill() {
      return function("KILL").toString();
    }

    @Override
    public Counts stats() {
      Response engine = function("STATS").get("engines").get("LUA");
      return new Counts(
          engine.get("libraries_count").toLong(), engine.get("functions_count").toLong());
    }

    @Override
    public String errorText(Throwable thrown) {
      Throwable cause = thrown.getCause();
      return String.valueOf((cause == null ? thrown : cause).getMessage());
    }

    @Override
    public void close() {
      redis.close();
      await(vertx.close());
    }

    private Response function(String... words) {
      Request request = Request.cmd(Command.FUNCTION);
      for (String word : words) {
        request.arg(word);
      }
      return send(request);
    }

    private @Nullable Object call(
        Command command, String function, List<String> keys, List<String> arguments) {
      Request request = Request.cmd(command).arg(function).arg(keys.size());
      keys.forEach(request::arg);
      arguments.forEach(request::arg);
      return plain(send(request));
    }

    private Response send(Request request) {
      return await(redis.send(request));
    }

    private static <T> T await(Future<T> future) {
      try {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
      }
    }

    private static @Nullable Object plain(@Nullable Response reply) {
      if (reply == null) {
        return null;
      }
      return switch (reply.type()) {
        case NUMBER -> reply.attributes().isEmpty() ? number(reply) : reply.toString();
        case MULTI -> reply.isArray() ? items(reply) : entries(reply);
        default -> reply.toString();
      };
    }

    private static Object number(Response reply) {
      Number number = reply.toNumber();
      return number instanceof Double ? (Object) number : (Object) reply.toLong();
    }

    private static List<@Nullable Object> items(Response reply) {
      List<@Nullable Object> items = new ArrayList<>();
      reply.forEach(item -> items.add(plain(item)));
      return items;
    }

    private static Map<String, @Nullable Object> entries(Response reply) {
      Map<String, @Nullable Object> entries = new LinkedHashMap<>();
      for (String key : reply.getKeys()) {
        entries.put(key, plain(reply.get(key)));
      }
      return entries;
    }
  }
}
