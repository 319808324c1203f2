package dev.fnstore.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * GLIDE's own tests of FUNCTION KILL call a function that writes and then waits for TIME to go on.
 * It cannot be killed; where time stood still in it for ever, the server was busy for ever.
 */
final class TimeInScriptTest {
  private static final String LIBRARY =
      """
      #!lua name=waits
      server.register_function('wait', function(keys, args)
        local started = server.call('TIME')[1]
        server.call('SET', keys[1], started)
        local turns = 0
        while server.call('TIME')[1] == started do turns = turns + 1 end
        return turns > 0
      end)
      server.register_function('still', function()
        local before = server.call('TIME')
        for i = 1, 100000 do end
        local after = server.call('TIME')
        return before[1] == after[1] and before[2] == after[2]
      end)
      server.register_function('microseconds', function()
        return tonumber(server.call('TIME')[2])
      end)
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void shouldLetTimeGoOnOnceAScriptIsBusy(Side side) {
    try (Side.Running server = side.start(folder);
        RespConnection connection = RespConnection.open(server.port())) {
      connection.call("CONFIG", "SET", "busy-reply-threshold", 50);
      connection.call("FUNCTION", "LOAD", LIBRARY);
      assertThat(connection.call("FCALL", "wait", 1, "key")).isEqualTo(Reply.of(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepTimeStillUntilThen(Side side) {
    try (Side.Running server = side.start(folder);
        RespConnection connection = RespConnection.open(server.port())) {
      connection.call("CONFIG", "SET", "busy-reply-threshold", 0);
      connection.call("FUNCTION", "LOAD", LIBRARY);
      assertThat(connection.call("FCALL", "still", 0)).isEqualTo(Reply.of(1));
    }
  }

  /** Libraries make names of it that are to be unlike. */
  @ParameterizedTest
  @EnumSource
  void shouldTellMicroseconds(Side side) {
    try (Side.Running server = side.start(folder);
        RespConnection connection = RespConnection.open(server.port())) {
      connection.call("FUNCTION", "LOAD", LIBRARY);
      assertThat(Stream.generate(() -> connection.call("FCALL", "microseconds", 0)).limit(100))
          .anyMatch(reply -> reply instanceof Reply.Int number && number.value() % 1000 != 0);
    }
  }
}
