package dev.fnstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.QuotedWords;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/command-line.md shows is what happens: its transcripts are run, one after the other.
 */
final class CommandLinePageTest {
  private static final Path PAGE = Path.of("docs/command-line.md");
  private static final String WITH_CODE = "; echo $?";
  private static final String HEAD = " | head -";

  @TempDir Path folder;

  @Test
  void shouldShowWhatHappens() throws IOException, InterruptedException {
    Transcript transcript = Transcript.of(PAGE);
    assertThat(transcript.steps()).hasSizeGreaterThan(15);
    try (TestServer server = TestServer.start(store())) {
      for (Transcript.Step step : transcript.steps()) {
        transcript.check(step, run(transcript.command(step), server));
      }
    }
  }

  private List<String> run(String command, TestServer server)
      throws IOException, InterruptedException {
    if (command.equals("kill $!")) {
      server.close();
      return List.of();
    }
    if (command.startsWith("mkdir ")) {
      return Transcript.shell(command.replace("data/changed", changed()), Path.of("."));
    }
    int piped = command.indexOf(" | fnstore ");
    if (piped < 0) {
      return run(command, Bytes.EMPTY, server);
    }
    Bytes input =
        Bytes.of(
            String.join("\n", Transcript.shell(command.substring(0, piped), Path.of("."))) + "\n");
    return run(command.substring(piped + 3), input, server);
  }

  private List<String> run(String command, Bytes input, TestServer server) {
    boolean withCode = command.endsWith(WITH_CODE);
    int head = command.indexOf(HEAD);
    int end = withCode ? command.length() - WITH_CODE.length() : head;
    Cli.Result result =
        new Cli()
            .input(input)
            .run(arguments(end < 0 ? command : command.substring(0, end), server));
    List<String> shown = new ArrayList<>();
    (result.out() + result.err())
        .lines()
        .limit(head < 0 ? Long.MAX_VALUE : Long.parseLong(command.substring(head + HEAD.length())))
        .map(this::asShown)
        .forEach(shown::add);
    if (withCode) {
      shown.add(Integer.toString(result.code()));
    }
    return shown;
  }

  private String[] arguments(String command, TestServer server) {
    List<String> words = new ArrayList<>();
    for (Bytes word : QuotedWords.split(Bytes.of(command)).orElseThrow()) {
      words.add(
          word.toText()
              .replace("data/store", store().toString())
              .replace("data/changed", changed())
              .replace("data/backups", folder.resolve("backups").toString())
              .replace("data/restored", folder.resolve("restored").toString())
              .replace("functions.rdb", folder.resolve("functions.rdb").toString()));
    }
    assertThat(words.get(0)).isEqualTo("fnstore");
    if (!words.contains("--data-dir") && !words.contains("--list") && !words.contains("test")) {
      words.addAll(List.of("--url", "valkey://127.0.0.1:" + server.port()));
    }
    return words.subList(1, words.size()).toArray(String[]::new);
  }

  private String asShown(String line) {
    return line.replace(store().toString(), "data/store")
        .replace(changed(), "data/changed")
        .replaceAll("\\(\\d+\\.\\d s\\)", "(0.1 s)")
        .replaceAll("\"duration_us\":\\d+", "\"duration_us\":0")
        .replace(folder + "/backups", "data/backups")
        .replace(folder + "/restored", "data/restored")
        .replace(folder + "/functions", "functions");
  }

  private String changed() {
    return folder.resolve("changed").toString();
  }

  private Path store() {
    return folder.resolve("store");
  }
}
