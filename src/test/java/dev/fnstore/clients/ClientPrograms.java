package dev.fnstore.clients;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/**
 * The clients that are programs: those of Node.js, whose packages {@code bin/clients} installs, and
 * that of Python.
 *
 * <p>Packages are looked for under the folder that the system property {@code clients.dir} names,
 * else under {@code target/clients}. A test whose client is not there is skipped and says so; with
 * {@code -Dclients.required=true} it fails.
 */
final class ClientPrograms {
  private static final Path PROGRAMS = Path.of("src/test/clients");
  private static final Path HOME = Path.of(System.getProperty("clients.dir", "target/clients"));

  /** Debian's, for which Debian's python3-redis is. */
  private static final String PYTHON = "/usr/bin/python3";

  /** Surefire does not print why a test was skipped, so the first one to miss a client says it. */
  private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

  private ClientPrograms() {}

  /** Runs {@code src/test/clients/node/program} to its end, which must be a good one. */
  static void runNode(String program, String library, List<String> arguments) {
    run(node(program, library, arguments));
  }

  /**
   * Starts {@code src/test/clients/node/program}, which says when something is to be done to its
   * server.
   */
  static RunningProgram startNode(String program, String library, List<String> arguments) {
    return RunningProgram.start(node(program, library, arguments));
  }

  private static ProcessBuilder node(String program, String library, List<String> arguments) {
    Path modules = HOME.resolve("node").resolve("node_modules");
    if (!Files.isDirectory(modules.resolve(library))) {
      missing(
          "the client %s of Node.js is not under %s: install it with bin/clients"
              .formatted(library, modules.toAbsolutePath()));
    }
    List<String> command = new ArrayList<>(List.of("node", PROGRAMS + "/node/" + program));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("NODE_PATH", modules.toAbsolutePath().toString());
    return builder;
  }

  /** Runs {@code src/test/clients/python/program} to its end, which must be a good one. */
  static void runPython(String program, String library, List<String> arguments) {
    if (!hasPython(library)) {
      missing(
          "the client %s of Python is not there: install it with apt-get install python3-%s"
              .formatted(library, library));
    }
    List<String> command = new ArrayList<>(List.of(PYTHON, PROGRAMS + "/python/" + program));
    command.addAll(arguments);
    run(new ProcessBuilder(command));
  }

  private static boolean hasPython(String library) {
    try {
      Process python =
          new ProcessBuilder(PYTHON, "-c", "import " + library)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return python.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void missing(String reason) {
    if (Boolean.getBoolean("clients.required")) {
      fail(reason);
    }
    if (REPORTED.add(reason)) {
      System.err.println("skipped: " + reason);
    }
    Assumptions.abort(reason);
  }

  private static void run(ProcessBuilder builder) {
    try (RunningProgram program = RunningProgram.start(builder)) {
      program.awaitCompletion();
    }
  }
}
