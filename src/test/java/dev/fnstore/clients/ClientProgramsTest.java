package dev.fnstore.clients;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of other languages make the round as programs of their own. */
final class ClientProgramsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void shouldServeNodeRedisWithItsDefaults(Side side) {
    node(side, "node-redis.js", "redis");
  }

  @ParameterizedTest
  @CsvSource({"FNSTORE,2", "FNSTORE,3", "VALKEY,2", "VALKEY,3"})
  void shouldServeNodeRedisWithEachProtocol(Side side, String protocol) {
    node(side, "node-redis.js", "redis", protocol);
  }

  @ParameterizedTest
  @EnumSource
  void shouldServeIoredisWithItsDefaults(Side side) {
    node(side, "ioredis.js", "ioredis");
  }

  @ParameterizedTest
  @CsvSource({"FNSTORE,2", "FNSTORE,3", "VALKEY,2", "VALKEY,3"})
  void shouldServeIoredisWithEachProtocol(Side side, String protocol) {
    node(side, "ioredis.js", "ioredis", protocol);
  }

  @ParameterizedTest
  @EnumSource
  void shouldServeIovalkeyWithItsDefaults(Side side) {
    node(side, "iovalkey.js", "iovalkey");
  }

  @ParameterizedTest
  @EnumSource
  void shouldServeRedisPyWithItsDefaults(Side side) {
    try (Side.Running server = side.start(folder)) {
      ClientPrograms.runPython("redis_py.py", "redis", List.of(Integer.toString(server.port())));
    }
  }

  private void node(Side side, String program, String library, String... more) {
    try (Side.Running server = side.start(folder)) {
      List<String> arguments = new ArrayList<>(List.of(Integer.toString(server.port())));
      arguments.addAll(List.of(more));
      ClientPrograms.runNode(program, library, arguments);
    }
  }
}
