package dev.fnstore.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.testing.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** valkey-cli and redis-cli. */
final class CommandLineClientTest {
  private static final String LIBRARY =
      """
      #!lua name=greetings
      server.register_function('greet', function(keys, args) return {'hello', args[1], #keys} end)
      server.register_function{function_name='peek', flags={'no-writes'},
        callback=function(keys) return server.call('GET', keys[1]) end}
      """;

  @TempDir Path folder;
  @TempDir Path clientFolder;

  static List<Arguments> everyClientOnBoth() {
    List<Arguments> arguments = new ArrayList<>();
    for (Peer.Kind kind : Peer.Kind.values()) {
      for (Side side : Side.values()) {
        arguments.add(Arguments.of(kind, side));
      }
    }
    return arguments;
  }

  @ParameterizedTest
  @MethodSource("everyClientOnBoth")
  void shouldCarryFunctions(Peer.Kind kind, Side side) {
    try (Side.Running server = side.start(folder)) {
      CommandLineClient client = new CommandLineClient(kind, server.port(), clientFolder);
      byte[] source = LIBRARY.getBytes(StandardCharsets.UTF_8);
      assertThat(client.run(source, "-x", "FUNCTION", "LOAD")).asString().isEqualTo("greetings\n");
      assertThat(client.run(source, "-x", "FUNCTION", "LOAD"))
          .asString()
          .startsWith("ERR Library 'greetings' already exists\n");
      assertThat(client.run(source, "-x", "FUNCTION", "LOAD", "REPLACE"))
          .asString()
          .isEqualTo("greetings\n");
      assertThat(client.text("FCALL", "greet", "1", "k", "you")).isEqualTo("hello\nyou\n1");
      assertThat(client.text("SET", "key", "value")).isEqualTo("OK");
      assertThat(client.text("FCALL_RO", "peek", "1", "key")).isEqualTo("value");
      assertThat(client.text("-3", "--json", "FUNCTION", "LIST", "LIBRARYNAME", "greetings"))
          .startsWith("[{\"library_name\":\"greetings\",\"engine\":\"LUA\",\"functions\":[{");
      byte[] printed = client.run(new byte[0], "FUNCTION", "DUMP");
      byte[] payload = Arrays.copyOf(printed, printed.length - 1);
      assertThat(client.text("FUNCTION", "FLUSH")).isEqualTo("OK");
      assertThat(client.run(payload, "-x", "FUNCTION", "RESTORE")).asString().isEqualTo("OK\n");
      assertThat(client.text("FCALL", "greet", "0", "again")).isEqualTo("hello\nagain\n0");
      assertThat(client.text("FUNCTION", "DELETE", "greetings")).isEqualTo("OK");
      assertThat(client.text("FCALL", "greet", "0")).isEqualTo("ERR Function not found");
    }
  }

  /** It reads COMMAND DOCS for that. */
  @ParameterizedTest
  @MethodSource("everyClientOnBoth")
  void shouldHelpWithFunctions(Peer.Kind kind, Side side) {
    try (Side.Running server = side.start(folder)) {
      CommandLineClient client = new CommandLineClient(kind, server.port(), clientFolder);
      assertThat(client.typed("help function load"))
          .contains("FUNCTION LOAD [REPLACE] ", " function-code")
          .contains("summary: ", "since: 7.0.0", "group: scripting");
      assertThat(client.typed("help fcall"))
          .contains("FCALL function numkeys [key [key ...]] [arg [arg ...]]");
      assertThat(client.typed("help function restore"))
          .contains("FUNCTION RESTORE serialized-value [FLUSH|APPEND|REPLACE]");
      assertThat(client.typed("help function list"))
          .contains("FUNCTION LIST [LIBRARYNAME library-name-pattern] [WITHCODE]");
      assertThat(client.typed("help @scripting"))
          .contains("FCALL_RO function", "FUNCTION DELETE library-name", "FUNCTION DUMP")
          .contains("FUNCTION FLUSH [ASYNC|SYNC]", "FUNCTION KILL", "FUNCTION STATS", "EVALSHA");
    }
  }

  @ParameterizedTest
  @MethodSource("everyClientOnBoth")
  void shouldTakeACommandsPipe(Peer.Kind kind, Side side) {
    try (Side.Running server = side.start(folder)) {
      CommandLineClient client = new CommandLineClient(kind, server.port(), clientFolder);
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 5000; i++) {
        requests.append("*3\r\n$3\r\nSET\r\n$5\r\nk%04d\r\n$1\r\nx\r\n".formatted(i));
      }
      assertThat(client.run(requests.toString().getBytes(StandardCharsets.US_ASCII), "--pipe"))
          .asString()
          .contains("errors: 0, replies: 5000");
      assertThat(client.text("DBSIZE")).isEqualTo("5000");
    }
  }

  @ParameterizedTest
  @MethodSource("everyClientOnBoth")
  void shouldLookAtKeys(Peer.Kind kind, Side side) {
    try (Side.Running server = side.start(folder)) {
      CommandLineClient client = new CommandLineClient(kind, server.port(), clientFolder);
      assertThat(client.typed("set small 1", "rpush list a b c", "hset hash f v", "sadd set a"))
          .doesNotContain("ERR");
      assertThat(client.text("--bigkeys"))
          .contains("Sampled 4 keys in the keyspace!")
          .containsPattern("Biggest +list found .*list.* has 3 items");
      assertThat(client.text("--memkeys"))
          .contains("Sampled 4 keys in the keyspace!")
          .containsPattern("1 strings with [1-9][0-9]* bytes");
      assertThat(client.text("--scan", "--pattern", "s*").lines())
          .containsExactlyInAnyOrder("small", "set");
      assertThat(client.text("--latency", "--raw")).matches("[0-9]+ [0-9]+ [0-9.]+ [0-9]+");
      assertThat(client.text("-n", "3", "DBSIZE")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @MethodSource("everyClientOnBoth")
  void shouldEvaluateAFile(Peer.Kind kind, Side side) throws IOException {
    try (Side.Running server = side.start(folder)) {
      CommandLineClient client = new CommandLineClient(kind, server.port(), clientFolder);
      Path script = clientFolder.resolve("script.lua");
      Files.writeString(script, "return {KEYS[1], ARGV[1]}");
      assertThat(client.text("--eval", script.toString(), "key", ",", "value"))
          .isEqualTo("key\nvalue");
      assertThat(client.typed("multi", "set a 1", "exec"))
          .contains("OK", "QUEUED")
          .doesNotContain("ERR");
    }
  }

  /** It goes by replication, of which there is none: the client is told so, and ends. */
  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldRefuseFunctionsAsAnRdbFile(Peer.Kind kind) {
    try (Side.Running server = Side.FNSTORE.start(folder)) {
      CommandLineClient client = new CommandLineClient(kind, server.port(), clientFolder);
      assertThat(client.text("--functions-rdb", clientFolder.resolve("functions.rdb").toString()))
          .contains("fnstore does not replicate", "Failed requesting functions only RDB");
    }
  }
}
