package dev.fnstore.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.testing.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real server's own command line client, run once for each call. */
final class CommandLineClient {
  private static final long LIMIT_S = 60;

  private final Path program;
  private final int port;
  private final Path folder;

  /** The client that comes with {@code kind}; skips the test where it is not installed. */
  CommandLineClient(Peer.Kind kind, int port, Path folder) {
    this.program = Peer.program(kind, "cli").toAbsolutePath();
    this.port = port;
    this.folder = folder;
  }

  /** What it prints, standard error included, given {@code input} on standard input. */
  byte[] run(byte[] input, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(program.toString(), "-p", Integer.toString(port)));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // the program has no other way to be interactive without a terminal; redis-cli has it too
    if (arguments.length == 0) {
      builder.environment().put("FAKETTY", "1");
    }
    builder.environment().put("HOME", folder.toString());
    try {
      Path in = Files.createTempFile(folder, "cli-", ".in");
      Path out = Files.createTempFile(folder, "cli-", ".out");
      Files.write(in, input);
      Process process = builder.redirectInput(in.toFile()).redirectOutput(out.toFile()).start();
      boolean ended = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
      process.destroyForcibly();
      byte[] said = Files.readAllBytes(out);
      assertThat(ended).as("%s ends", command).isTrue();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it prints for a command, without the line's end. */
  String text(String... arguments) {
    return new String(run(new byte[0], arguments), StandardCharsets.UTF_8).strip();
  }

  /** What it prints when lines are typed, without colours. */
  String typed(String... lines) {
    byte[] input = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    return new String(run(input), StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;]*m", "");
  }
}
