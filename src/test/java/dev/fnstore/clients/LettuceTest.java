package dev.fnstore.clients;

import dev.fnstore.model.RestorePolicy;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.FlushMode;
import io.lettuce.core.FunctionRestoreMode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ObjectOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Lettuce. */
final class LettuceTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void shouldServeLettuceWithItsDefaults(Side side) {
    try (Side.Running server = side.start(folder);
        Adapter client = new Adapter(client(server))) {
      FunctionRound.play(client);
    }
  }

  @ParameterizedTest
  @CsvSource({"FNSTORE,RESP2", "FNSTORE,RESP3", "VALKEY,RESP2", "VALKEY,RESP3"})
  void shouldServeLettuceWithEachProtocol(Side side, ProtocolVersion protocol) {
    try (Side.Running server = side.start(folder)) {
      RedisClient redis = client(server);
      redis.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
      try (Adapter client = new Adapter(redis)) {
        FunctionRound.play(client);
      }
    }
  }

  private static RedisClient client(Side.Running server) {
    return RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
  }

  /** Lettuce has no calls of its own for FUNCTION DELETE and STATS. */
  private static final class Adapter implements FunctionClient {
    /** Lettuce wants to be told what a function replies with; VALUE where nothing is said. */
    private static final Map<String, ScriptOutputType> OUTPUTS =
        Map.of(
            "greet", ScriptOutputType.OBJECT,
            "typed", ScriptOutputType.OBJECT,
            "size", ScriptOutputType.INTEGER);

    private final RedisClient redis;
    private final RedisCommands<String, String> commands;

    Adapter(RedisClient redis) {
      this.redis = redis;
      this.commands = redis.connect().sync();
    }

    @Override
    public String load(String source) {
      return commands.functionLoad(source);
    }

    @Override
    public String loadReplacing(String source) {
      return commands.functionLoad(source, true);
    }

    @Override
    public Map<String, List<String>> functions() {
      Map<String, List<String>> functions = new TreeMap<>();
      // maps as promised over RESP3 only
      List<?> libraries = commands.functionList();
      for (Object reply : libraries) {
        Map<?, ?> library = toMap(reply);
        List<String> names = new ArrayList<>();
        for (Object function : items(library.get("functions"))) {
          names.add(String.valueOf(toMap(function).get("name")));
        }
        functions.put(String.valueOf(library.get("library_name")), names);
      }
      return functions;
    }

    @Override
    public String source(String library) {
      Object reply =
          commands.dispatch(
              CommandType.FUNCTION,
              new ObjectOutput<>(StringCodec.UTF8),
              words("LIST", "LIBRARYNAME", library, "WITHCODE"));
      return String.valueOf(toMap(items(reply).get(0)).get("library_code"));
    }

    @Override
    public @Nullable Object call(String function, List<String> keys, List<String> arguments) {
      return commands.fcall(
          function,
          OUTPUTS.getOrDefault(function, ScriptOutputType.VALUE),
          keys.toArray(String[]::new),
          arguments.toArray(String[]::new));
    }

    @Override
    public @Nullable Object callReadOnly(
        String function, List<String> keys, List<String> arguments) {
      return commands.fcallReadOnly(
          function,
          OUTPUTS.getOrDefault(function, ScriptOutputType.VALUE),
          keys.toArray(String[]::new),
          arguments.toArray(String[]::new));
    }

    @Override
    public byte[] dump() {
      return commands.functionDump();
    }

    @Override
    public String restore(byte[] payload, RestorePolicy policy) {
      return commands.functionRestore(payload, FunctionRestoreMode.valueOf(policy.name()));
    }

    @Override
    public String delete(String library) {
      return commands.dispatch(
          CommandType.FUNCTION, new StatusOutput<>(StringCodec.UTF8), words("DELETE", library));
    }

    @Override
    public String flush() {
      return commands.functionFlush(FlushMode.SYNC);
    }

    @Override
    public String kill() {
      return commands.functionKill();
    }

    @Override
    public Counts stats() {
      Object reply =
          commands.dispatch(
              CommandType.FUNCTION, new ObjectOutput<>(StringCodec.UTF8), words("STATS"));
      return Counts.of(toMap(toMap(toMap(reply).get("engines")).get("LUA")));
    }

    @Override
    public String errorText(Throwable thrown) {
      return String.valueOf(thrown.getMessage());
    }

    @Override
    public void close() {
      redis.shutdown();
    }

    private static CommandArgs<String, String> words(String... words) {
      CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
      for (String word : words) {
        arguments.add(word);
      }
      return arguments;
    }

    private static List<?> items(@Nullable Object reply) {
      return reply instanceof List<?> list ? list : List.of();
    }

    private static Map<?, ?> toMap(@Nullable Object reply) {
      if (reply instanceof Map<?, ?> map) {
        return map;
      }
      Map<String, Object> map = new TreeMap<>();
      for (Iterator<?> words = items(reply).iterator(); words.hasNext(); ) {
        String key = String.valueOf(words.next());
        Object value = words.next();
        if (value != null) {
          map.put(key, value);
        }
      }
      return map;
    }
  }
}
