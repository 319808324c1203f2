package dev.fnstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server does not wait for what only the other verbs need. */
final class ServerStartTest {
  @Test
  void shouldLoadNothingOfTheOtherVerbs() throws IOException, InterruptedException {
    String loaded = classesLoadedBy("server", "--help");
    assertThat(loaded)
        .contains("dev.fnstore.cli.ServerCommand ")
        .doesNotContain("dev.fnstore.cli.Verb", "dev.fnstore.cli.text.", "io.vertx.redis");
    assertThat(classesLoadedBy("log", "--help")).contains("dev.fnstore.cli.LogCommand ");
  }

  private static String classesLoadedBy(String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xlog:class+load",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.fnstore.cli.Main");
    builder.command().addAll(List.of(arguments));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
