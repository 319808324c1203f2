package dev.fnstore.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.testing.Polling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A client's program while it runs. What it says goes to a file. */
final class RunningProgram implements AutoCloseable {
  private static final long LIMIT_S = 120;

  private final Process process;
  private final Path output;

  private RunningProgram(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static RunningProgram start(ProcessBuilder builder) {
    try {
      Path output = Files.createTempFile("client-", ".out");
      return new RunningProgram(
          builder.redirectErrorStream(true).redirectOutput(output.toFile()).start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has said {@code line} so many times. */
  void awaitLine(String line, int times) {
    Polling.until(
        line + " for the " + times + ". time",
        () -> {
          assertThat(process.isAlive()).as("it runs; it said: %s", said()).isTrue();
          return said().lines().filter(line::equals).count() >= times;
        });
  }

  /** Waits until it has ended, well and with its round complete. */
  void awaitCompletion() {
    try {
      boolean ended = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
      String said = said();
      assertThat(ended).as("ends; so far it said: %s", said).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      assertThat(said).contains("the round is complete");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String said() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it, should it run, and deletes what it has said. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.delete(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
