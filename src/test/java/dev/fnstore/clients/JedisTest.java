package dev.fnstore.clients;

import dev.fnstore.model.RestorePolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.args.FunctionRestorePolicy;
import redis.clients.jedis.resps.LibraryInfo;

/** Jedis. */
final class JedisTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void shouldServeJedisWithItsDefaults(Side side) {
    try (Side.Running server = side.start(folder);
        Adapter client = new Adapter(RedisClient.create("127.0.0.1", server.port()))) {
      FunctionRound.play(client);
    }
  }

  @ParameterizedTest
  @CsvSource({"FNSTORE,RESP2", "FNSTORE,RESP3", "VALKEY,RESP2", "VALKEY,RESP3"})
  void shouldServeJedisWithEachProtocol(Side side, RedisProtocol protocol) {
    try (Side.Running server = side.start(folder);
        Adapter client =
            new Adapter(
                RedisClient.builder()
                    .hostAndPort("127.0.0.1", server.port())
                    .clientConfig(
                        DefaultJedisClientConfig.builder()
                            .protocol(protocol)
                            .clientName("round")
                            .build())
                    .build())) {
      FunctionRound.play(client);
    }
  }

  private record Adapter(RedisClient jedis) implements FunctionClient {
    @Override
    public String load(String source) {
      return jedis.functionLoad(source);
    }

    @Override
    public String loadReplacing(String source) {
      return jedis.functionLoadReplace(source);
    }

    @Override
    public Map<String, List<String>> functions() {
      Map<String, List<String>> functions = new TreeMap<>();
      for (LibraryInfo library : jedis.functionList()) {
        functions.put(
            library.getLibraryName(),
            library.getFunctions().stream().map(f -> String.valueOf(f.get("name"))).toList());
      }
      return functions;
    }

    @Override
    public String source(String library) {
      return jedis.functionListWithCode(library).get(0).getLibraryCode();
    }

    @Override
    public @Nullable Object call(String function, List<String> keys, List<String> arguments) {
      return jedis.fcall(function, keys, arguments);
    }

    @Override
    public @Nullable Object callReadOnly(
        String function, List<String> keys, List<String> arguments) {
      return jedis.fcallReadonly(function, keys, arguments);
    }

    @Override
    public byte[] dump() {
      return jedis.functionDump();
    }

    @Override
    public String restore(byte[] payload, RestorePolicy policy) {
      return jedis.functionRestore(payload, FunctionRestorePolicy.valueOf(policy.name()));
    }

    @Override
    public String delete(String library) {
      return jedis.functionDelete(library);
    }

    @Override
    public String flush() {
      return jedis.functionFlush();
    }

    @Override
    public String kill() {
      return jedis.functionKill();
    }

    @Override
    public Counts stats() {
      return Counts.of(jedis.functionStats().getEngines().get("LUA"));
    }

    @Override
    public String errorText(Throwable thrown) {
      return String.valueOf(thrown.getMessage());
    }

    @Override
    public void close() {
      jedis.close();
    }
  }
}
