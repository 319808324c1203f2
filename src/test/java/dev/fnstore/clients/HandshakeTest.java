package dev.fnstore.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.clients.Handshake.Receive;
import dev.fnstore.clients.Handshake.Send;
import dev.fnstore.clients.Handshake.Step;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that have no package here connect: what they send, and what must come back. */
final class HandshakeTest {
  private static final Path HANDSHAKES = Path.of("src/test/resources/handshakes");

  @TempDir Path folder;

  static List<Arguments> handshakes() throws IOException {
    List<Arguments> arguments = new ArrayList<>();
    try (Stream<Path> files = Files.list(HANDSHAKES)) {
      for (Path file : files.sorted().toList()) {
        for (Side side : Side.values()) {
          arguments.add(Arguments.of(file.getFileName().toString(), side));
        }
      }
    }
    return arguments;
  }

  @ParameterizedTest
  @MethodSource("handshakes")
  void shouldReplyAsTheClientNeeds(String file, Side side) throws IOException {
    Handshake handshake = Handshake.parse(Files.readAllLines(HANDSHAKES.resolve(file)));
    List<String> differences = new ArrayList<>();
    try (Side.Running server = side.start(folder);
        RespConnection connection = RespConnection.open(server.port());
        RespConnection other = RespConnection.open(server.port())) {
      for (Step step : handshake.steps()) {
        RespConnection used = step.other() ? other : connection;
        if (step instanceof Send send) {
          used.send(send.words().toArray());
        } else if (step instanceof Receive receive) {
          used.flush();
          receive
              .expected()
              .differenceFrom(read(used, file, step, differences))
              .ifPresent(text -> differences.add("line %d: %s".formatted(step.line(), text)));
        }
      }
    }
    assertThat(differences).as(file).isEmpty();
  }

  /** Where nothing comes any more, the differences so far say more than that. */
  private static Reply read(
      RespConnection connection, String file, Step step, List<String> differences) {
    try {
      return connection.read();
    } catch (UncheckedIOException e) {
      throw new AssertionError(
          "%s, line %d: nothing comes; before that: %s".formatted(file, step.line(), differences),
          e);
    }
  }
}
