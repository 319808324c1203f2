package dev.fnstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The transcripts of a page: what is typed after {@code $}, and what is shown below it.
 *
 * <p>Times, addresses and digests differ from run to run. One that the page shows stands for the
 * one that is printed in its place, there and everywhere below, in commands too. All else is
 * compared as it is, but for blanks at the ends of lines and empty lines at the end.
 */
final class Transcript {
  private static final Pattern VALUE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d\\.\\d{3}" // a time
              + "|\\b\\d{13}\\b" // the same in ms
              + "|127\\.0\\.0\\.1:\\d+"
              + "|in \\d+ ms"
              + "|\\b[0-9a-f]{64}\\b");

  private final List<Step> steps;
  private final Map<String, String> printedFor = new HashMap<>();

  /** A command and what it shows. */
  record Step(String command, List<String> output) {}

  private Transcript(List<Step> steps) {
    this.steps = steps;
  }

  static Transcript of(Path page) throws IOException {
    List<Step> steps = new ArrayList<>();
    boolean within = false;
    for (String line : Files.readAllLines(page)) {
      if (line.equals("```console")) {
        within = true;
      } else if (line.equals("```")) {
        within = false;
      } else if (within && line.startsWith("$ ")) {
        steps.add(new Step(line.substring(2), new ArrayList<>()));
      } else if (within) {
        steps.get(steps.size() - 1).output().add(line);
      }
    }
    return new Transcript(steps);
  }

  List<Step> steps() {
    return steps;
  }

  /** What to type for a step, with the values of this run. */
  String command(Step step) {
    return inThisRun(step.command());
  }

  /** That a step has printed what the page shows. */
  void check(Step step, List<String> output) {
    List<String> shown = trimmed(step.output());
    List<String> printed = trimmed(output);
    for (int i = 0; i < Math.min(shown.size(), printed.size()); i++) {
      learn(shown.get(i), printed.get(i));
    }
    assertThat(printed).as(step.command()).isEqualTo(shown.stream().map(this::inThisRun).toList());
  }

  private void learn(String shown, String printed) {
    List<String> values = VALUE.matcher(printed).results().map(MatchResult::group).toList();
    int next = 0;
    for (Matcher found = VALUE.matcher(shown); found.find() && next < values.size(); next++) {
      printedFor.putIfAbsent(found.group(), values.get(next));
    }
  }

  private String inThisRun(String line) {
    return VALUE
        .matcher(line)
        .replaceAll(found -> printedFor.getOrDefault(found.group(), found.group()));
  }

  private static List<String> trimmed(List<String> lines) {
    return String.join("\n", lines.stream().map(String::stripTrailing).toList())
        .stripTrailing()
        .lines()
        .toList();
  }

  /** Has a shell run a command in a folder; gives what it prints, by lines. */
  static List<String> shell(String command, Path folder) throws IOException, InterruptedException {
    Process process = start(command, folder);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.lines().toList();
  }

  /** Has a shell start a command in a folder. */
  static Process start(String command, Path folder) throws IOException {
    return new ProcessBuilder("bash", "-c", command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .start();
  }

  /** Puts the example libraries into a folder, where commands that run in it look for them. */
  static void copyExamples(Path folder) throws IOException {
    Path examples = Path.of("data", "examples");
    Path copies = Files.createDirectories(folder.resolve(examples));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(examples)) {
      for (Path file : files) {
        Files.copy(file, copies.resolve(file.getFileName()));
      }
    }
  }
}
