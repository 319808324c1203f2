package dev.fnstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.testing.Peer;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/history.md shows is what happens: its transcripts are run, one after the other. */
final class HistoryPageTest {
  private static final Path PAGE = Path.of("docs/history.md");

  @TempDir Path folder;

  @Test
  void shouldShowWhatHappens() throws IOException, InterruptedException {
    Path cli = Peer.program(Peer.Kind.VALKEY_8, "cli").toAbsolutePath();
    try (TestServer server = TestServer.start(folder)) {
      Transcript transcript = Transcript.of(PAGE, line -> line);
      assertThat(transcript.steps()).hasSizeGreaterThan(12);
      for (Transcript.Step step : transcript.steps()) {
        String command = step.command().replace("valkey-cli -p 7379", cli + " -p " + server.port());
        assertThat(Transcript.shell(command).stream().map(HistoryPageTest::shortened).toList())
            .as(step.command())
            .isEqualTo(step.output());
      }
    }
  }

  /** As the page says that it shortens. */
  private static String shortened(String line) {
    return line.replaceAll("\"\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\"", "\"TIME\"")
        .replaceAll("\"time_ms\":\\d+", "\"time_ms\":0")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "ADDRESS")
        .replaceAll("[0-9a-f]{64}", "DIGEST")
        .replaceAll("\"diff\":\".*\"}", "\"diff\":\"DIFF\"}");
  }
}
