package dev.fnstore.testing;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real server, started for a test on a free loopback port, without persistence, in a folder of
 * its own.
 *
 * <p>It is looked for under the folder that the system property {@code peers.dir}, else the
 * environment's {@code FNSTORE_PEERS}, else {@code target/peers} names. A test that needs one which
 * is not there is skipped and says so; with {@code -Dpeers.required=true} it fails.
 */
public final class Peer implements AutoCloseable {
  private static final int START_ATTEMPTS = 5;
  private static final long START_LIMIT_MS = 30_000;

  /** Surefire does not print why a test was skipped, so the first one to miss a peer says it. */
  private static final Set<Kind> REPORTED = ConcurrentHashMap.newKeySet();

  /** Which server; the folder's name, and the RDB version that its FUNCTION DUMP writes. */
  public enum Kind {
    REDIS_7("redis7", 10),
    REDIS_8("redis8", 12),
    VALKEY_8("valkey8", 11),
    VALKEY_9("valkey9", 80);

    private final String folder;
    private final int rdbVersion;

    Kind(String folder, int rdbVersion) {
      this.folder = folder;
      this.rdbVersion = rdbVersion;
    }

    public int rdbVersion() {
      return rdbVersion;
    }

    /** The program, whether it is there or not. */
    private Path program(String name) {
      return home().resolve(folder).resolve("bin").resolve(name);
    }
  }

  private final Kind kind;
  private final Process process;
  private final int port;
  private final Path folder;

  private Peer(Kind kind, Process process, int port, Path folder) {
    this.kind = kind;
    this.process = process;
    this.port = port;
    this.folder = folder;
  }

  /** Starts {@code kind}, or skips the test if it is not installed. */
  public static Peer start(Kind kind, String... options) {
    require(kind);
    try {
      return startOnFreePort(kind, options);
    } catch (IOException e) {
      throw new UncheckedIOException("can't start " + kind, e);
    }
  }

  /** Skips the test, or fails it where peers are required, if {@code kind} is not installed. */
  public static void require(Kind kind) {
    if (isInstalled(kind)) {
      return;
    }
    String reason =
        "the real server %s is not under %s: install it with bin/peers"
            .formatted(kind.folder, home().toAbsolutePath());
    if (Boolean.getBoolean("peers.required")) {
      fail(reason);
    }
    if (REPORTED.add(kind)) {
      System.err.println("skipped: " + reason);
    }
    Assumptions.abort(reason);
  }

  public static boolean isInstalled(Kind kind) {
    return Files.isExecutable(kind.program("server"));
  }

  /** The installed program of {@code kind}: {@code server}, {@code cli} or {@code benchmark}. */
  public static Path program(Kind kind, String name) {
    require(kind);
    return kind.program(name);
  }

  private static Path home() {
    String property = System.getProperty("peers.dir");
    if (property != null) {
      return Path.of(property);
    }
    String environment = System.getenv("FNSTORE_PEERS");
    return Path.of(environment != null ? environment : "target/peers");
  }

  public Kind kind() {
    return kind;
  }

  public int port() {
    return port;
  }

  /** A new connection, speaking RESP2. */
  public RespConnection connect() {
    return RespConnection.open(port);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      delete(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The port is free only when it is asked for, so a start that loses it tries another. */
  private static Peer startOnFreePort(Kind kind, String... options) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Path folder = Files.createTempDirectory("peer-" + kind.folder + "-");
      int port = freePort();
      Process process = launch(kind, port, folder, options);
      if (awaitAnswer(process, port)) {
        return new Peer(kind, process, port, folder);
      }
      process.destroyForcibly();
      String output = Files.readString(folder.resolve("output"));
      delete(folder);
      if (attempt == START_ATTEMPTS) {
        throw new IOException(kind + " did not start:\n" + output);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Process launch(Kind kind, int port, Path folder, String... options)
      throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                kind.program("server").toAbsolutePath().toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--appendonly",
                "no",
                "--enable-debug-command",
                "yes",
                "--dir",
                folder.toString()));
    words.addAll(List.of(options));
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    // a test run that is stopped must not leave servers behind
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }

  private static boolean awaitAnswer(Process process, int port) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_LIMIT_MS);
    while (process.isAlive() && System.nanoTime() < deadline) {
      try (RespConnection connection = RespConnection.open(port)) {
        connection.call("PING");
        return process.isAlive();
      } catch (UncheckedIOException notYet) {
        pause();
      }
    }
    return false;
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
