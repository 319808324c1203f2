package dev.fnstore.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The transcripts of a page: what is typed after {@code $}, and what is shown below it. */
record Transcript(List<Step> steps) {
  /** A command and what it shows. */
  record Step(String command, List<String> output) {}

  /**
   * Reads a page.
   *
   * @param asCompared what is compared of a line that is shown
   */
  static Transcript of(Path page, UnaryOperator<String> asCompared) throws IOException {
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
        steps.get(steps.size() - 1).output().add(asCompared.apply(line));
      }
    }
    return new Transcript(steps);
  }

  /** Has a shell run a command; gives what it prints, by lines. */
  static List<String> shell(String command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.lines().toList();
  }
}
