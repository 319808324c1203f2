package dev.fnstore.clients;

import dev.fnstore.model.RestorePolicy;
import glide.api.GlideClient;
import glide.api.models.commands.function.FunctionRestorePolicy;
import glide.api.models.configuration.GlideClientConfiguration;
import glide.api.models.configuration.NodeAddress;
import glide.api.models.configuration.ProtocolVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Valkey GLIDE for Java. */
final class GlideTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void shouldServeGlideWithItsDefaults(Side side) {
    try (Side.Running server = side.start(folder);
        Adapter client = new Adapter(configuration(server).build())) {
      FunctionRound.play(client);
    }
  }

  @ParameterizedTest
  @CsvSource({"FNSTORE,RESP2", "FNSTORE,RESP3", "VALKEY,RESP2", "VALKEY,RESP3"})
  void shouldServeGlideWithEachProtocol(Side side, ProtocolVersion protocol) {
    try (Side.Running server = side.start(folder);
        Adapter client = new Adapter(configuration(server).protocol(protocol).build())) {
      FunctionRound.play(client);
    }
  }

  private static GlideClientConfiguration.GlideClientConfigurationBuilder<?, ?> configuration(
      Side.Running server) {
    // its own limit of 250 ms is for servers and clients that share no machine with a test run
    return GlideClientConfiguration.builder()
        .requestTimeout(30_000)
        .address(NodeAddress.builder().host("127.0.0.1").port(server.port()).build());
  }

  private static final class Adapter implements FunctionClient {
    private static final String PREFIX = "An error was signalled by the server: - ";

    /** What GLIDE says in place of ERR. */
    private static final String NO_CODE = "ResponseError: ";

    private final GlideClient glide;

    Adapter(GlideClientConfiguration configuration) {
      this.glide = await(GlideClient.createClient(configuration));
    }

    @Override
    public String load(String source) {
      return await(glide.functionLoad(source, false));
    }

    @Override
    public String loadReplacing(String source) {
      return await(glide.functionLoad(source, true));
    }

    @Override
    public Map<String, List<String>> functions() {
      Map<String, List<String>> functions = new TreeMap<>();
      for (Map<String, Object> library : await(glide.functionList(false))) {
        List<String> names = new ArrayList<>();
        for (Object function : items(library.get("functions"))) {
          names.add(String.valueOf(((Map<?, ?>) function).get("name")));
        }
        functions.put(String.valueOf(library.get("library_name")), names);
      }
      return functions;
    }

    @Override
    public String source(String library) {
      return String.valueOf(await(glide.functionList(library, true))[0].get("library_code"));
    }

    @Override
    public @Nullable Object call(String function, List<String> keys, List<String> arguments) {
      return plain(
          await(
              glide.fcall(
                  function, keys.toArray(String[]::new), arguments.toArray(String[]::new))));
    }

    @Override
    public @Nullable Object callReadOnly(
        String function, List<String> keys, List<String> arguments) {
      return plain(
          await(
              glide.fcallReadOnly(
                  function, keys.toArray(String[]::new), arguments.toArray(String[]::new))));
    }

    @Override
    public byte[] dump() {
      return await(glide.functionDump());
    }

    @Override
    public String restore(byte[] payload, RestorePolicy policy) {
      return await(glide.functionRestore(payload, FunctionRestorePolicy.valueOf(policy.name())));
    }

    @Override
    public String delete(String library) {
      return await(glide.functionDelete(library));
    }

    @Override
    public String flush() {
      return await(glide.functionFlush());
    }

    @Override
    public String kill() {
      return await(glide.functionKill());
    }

    @Override
    public Counts stats() {
      Map<String, Map<String, Map<String, Object>>> nodes = await(glide.functionStats());
      Map<String, Map<String, Object>> node = nodes.values().iterator().next();
      Map<String, Object> engines = node.get("engines");
      return Counts.of(engines != null && engines.get("LUA") instanceof Map<?, ?> lua ? lua : null);
    }

    @Override
    public String errorText(Throwable thrown) {
      Throwable cause = thrown.getCause();
      String text = String.valueOf((cause == null ? thrown : cause).getMessage());
      // a code other than ERR it keeps, with a colon, or writes its own way
      return text.replace(PREFIX, "")
          .replace(NO_CODE, "ERR ")
          .replace("NotBusy:", "NOTBUSY")
          .replaceFirst("^([A-Z]+):", "$1");
    }

    @Override
    public void close() {
      try {
        glide.close();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }

    private static <T> T await(CompletableFuture<T> future) {
      try {
        return future.get(30, TimeUnit.SECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
      }
    }

    private static List<?> items(@Nullable Object reply) {
      return plain(reply) instanceof List<?> list ? list : List.of();
    }

    private static @Nullable Object plain(@Nullable Object reply) {
      if (reply instanceof Object[] items) {
        return Arrays.stream(items).map(Adapter::plain).toList();
      }
      return reply;
    }
  }
}
