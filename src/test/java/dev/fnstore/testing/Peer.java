package dev.fnstore.testing;

import static org.assertj.core.api.Assertions.fail;

import dev.fnstore.resp.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
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
  private final PeerProcess process;

  private Peer(Kind kind, PeerProcess process) {
    this.kind = kind;
    this.process = process;
  }

  /** Starts {@code kind}, or skips the test if it is not installed. */
  public static Peer start(Kind kind, String... options) {
    return start(kind, () -> List.of(options));
  }

  /** As {@link #start(Kind, String...)}, with options that are made anew for each attempt. */
  static Peer start(Kind kind, Supplier<List<String>> options) {
    return startOnFreePort(
        kind,
        (port, folder) -> {
          List<String> words = new ArrayList<>(List.of(programWord(kind)));
          words.addAll(dataOptions(port, folder));
          words.addAll(options.get());
          return words;
        });
  }

  /**
   * Starts {@code kind} with a file of its own, where it keeps what is set later: after a restart
   * it is primary or replica as CONFIG REWRITE has left it.
   */
  static Peer startWithFile(Kind kind, String... options) {
    return startOnFreePort(
        kind,
        (port, folder) -> {
          Path file = Files.createFile(folder.resolve("server.conf"));
          List<String> words = new ArrayList<>(List.of(programWord(kind), file.toString()));
          words.addAll(dataOptions(port, folder));
          words.addAll(List.of(options));
          return words;
        });
  }

  /** Starts {@code kind} as a sentinel, with these lines in its file. */
  static Peer startSentinel(Kind kind, List<String> lines) {
    return startOnFreePort(
        kind,
        (port, folder) -> {
          List<String> all =
              new ArrayList<>(List.of("bind 127.0.0.1", "port " + port, "dir " + folder));
          all.addAll(lines);
          Path file = Files.write(folder.resolve("sentinel.conf"), all);
          return List.of(programWord(kind), file.toString(), "--sentinel");
        });
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
    return process.port();
  }

  public long pid() {
    return process.pid();
  }

  /** Where its files are, and what it has printed, in {@code output}. */
  public Path folder() {
    return process.folder();
  }

  /** Whether it can answer: neither killed nor stopped. */
  public boolean isRunning() {
    return process.isRunning();
  }

  /** A new connection, speaking RESP2. */
  public RespConnection connect() {
    return RespConnection.open(port());
  }

  /** The reply to one command, over a connection of its own. */
  public Reply ask(Object... words) {
    try (RespConnection connection = connect()) {
      return connection.call(words);
    }
  }

  /**
   * The reply to one command that answers with text.
   *
   * @throws IllegalStateException if it answers with anything else, such as an error
   */
  public String askText(Object... words) {
    Reply reply = ask(words);
    if (reply instanceof Reply.Simple simple) {
      return simple.text().toText();
    } else if (reply instanceof Reply.Bulk bulk) {
      return bulk.value().toText();
    }
    throw new IllegalStateException(List.of(words) + ": " + reply);
  }

  /** SIGKILL, and waits until it is gone. Its folder stays. */
  public void kill() {
    process.kill();
  }

  /** SIGTERM, and waits until it is gone. Its folder stays. */
  public void terminate() {
    process.terminate();
  }

  /**
   * Starts it again with the same port, folder and options, and waits until it answers. One that is
   * alive is killed before.
   */
  public void restart() {
    try {
      process.restart();
    } catch (IOException e) {
      throw new UncheckedIOException("can't restart " + kind, e);
    }
  }

  /** SIGSTOP: its sockets stay open and nobody answers. */
  public void stop() {
    try {
      process.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGCONT, after {@link #stop}. */
  public void cont() {
    try {
      process.cont();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it, and deletes its folder. */
  @Override
  public void close() {
    process.close();
  }

  /** What is started, once port and folder are known. */
  private interface CommandLine {
    List<String> words(int port, Path folder) throws IOException;
  }

  /** The port is free only when it is asked for, so a start that loses it tries another. */
  private static Peer startOnFreePort(Kind kind, CommandLine line) {
    require(kind);
    for (int attempt = 1; ; attempt++) {
      try {
        Path folder = Files.createTempDirectory("peer-" + kind.folder + "-");
        int port = FreePorts.next();
        return new Peer(kind, PeerProcess.start(line.words(port, folder), port, folder));
      } catch (IOException e) {
        if (attempt == START_ATTEMPTS) {
          throw new UncheckedIOException("can't start " + kind, e);
        }
      }
    }
  }

  private static String programWord(Kind kind) {
    return kind.program("server").toAbsolutePath().toString();
  }

  private static List<String> dataOptions(int port, Path folder) {
    return List.of(
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
        folder.toString());
  }
}
