package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every attempt of the corpus is answered as it says, and as Valkey 8.1 answers it; after each,
 * nothing of what others use has changed.
 */
final class SandboxCorpusTest {
  private static final List<String> FILES = List.of("cves", "globals", "escapes", "sizes");

  @TempDir static Path folder;

  private static TestServer server;
  private static RespConnection connection;
  private static List<String> before;

  @BeforeAll
  static void start() {
    server = TestServer.start(folder);
    connection = server.connect();
    SandboxProbe.prepare(connection);
    before = SandboxProbe.look(connection);
  }

  @AfterAll
  static void stop() {
    connection.close();
    server.close();
  }

  static Stream<SandboxAttempt> attempts() {
    return FILES.stream().flatMap(SandboxAttempt::read);
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void shouldComeToNothing(SandboxAttempt attempt) {
    String answer = attempt.make(connection);
    assertThat(answer).isEqualTo(attempt.expected());
    assertThat(SandboxProbe.look(connection)).isEqualTo(before);
  }

  @Test
  void shouldBeAnsweredAsTheReferenceDoes() {
    List<String> differences = new ArrayList<>();
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        RespConnection theirs = peer.connect()) {
      SandboxProbe.prepare(theirs);
      attempts()
          .filter(attempt -> !attempt.isSkippedByPeer())
          .forEach(
              attempt -> {
                String answer = attempt.make(theirs);
                if (answer.equals(attempt.expected()) == attempt.differsFromPeer()) {
                  differences.add(attempt + ": " + answer);
                }
              });
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void shouldBeMany() {
    assertThat(attempts().map(SandboxAttempt::title).distinct()).hasSizeGreaterThan(400);
  }
}
