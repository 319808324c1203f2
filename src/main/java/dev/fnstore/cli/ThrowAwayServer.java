package dev.fnstore.cli;

import dev.fnstore.cli.source.ServerAddress;
import dev.fnstore.cli.source.ServerSource;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.source.TlsOptions;
import dev.fnstore.log.LogException;
import dev.fnstore.server.FnstoreServer;
import dev.fnstore.server.StartException;
import dev.fnstore.server.config.InvalidValueException;
import dev.fnstore.server.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A server in this process, on a free port of this machine, whose folder goes with it. */
final class ThrowAwayServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final LogConfiguration.Hush hush;
  private final FnstoreServer server;
  private final Path folder;

  /** Who interrupts the process leaves no folder either. */
  private final Thread onInterrupt;

  private ThrowAwayServer(LogConfiguration.Hush hush, FnstoreServer server, Path folder) {
    this.hush = hush;
    this.server = server;
    this.folder = folder;
    this.onInterrupt = new Thread(() -> delete(folder), "fnstore-clean-up");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
  }

  /**
   * Starts one that is empty.
   *
   * @param scriptLimitMs after how long a function is ended
   */
  static ThrowAwayServer start(long scriptLimitMs) throws FailedException {
    Path folder;
    try {
      folder = Files.createTempDirectory("fnstore-test-");
    } catch (IOException e) {
      throw new FailedException("no temporary folder can be made: " + e.getMessage(), e);
    }
    LogConfiguration.Hush hush = LogConfiguration.hush();
    try {
      ServerConfig config = new ServerConfig();
      config.preset("bind", HOST);
      config.preset("port", "0");
      config.preset("dir", folder.toString());
      config.preset("data", "memory");
      config.preset("script-time-limit", Long.toString(scriptLimitMs));
      return new ThrowAwayServer(hush, FnstoreServer.start(config), folder);
    } catch (LogException | StartException | InvalidValueException e) {
      hush.close();
      delete(folder);
      throw new FailedException("no server to test on can be started: " + e.getMessage(), e);
    }
  }

  Source connect() throws SourceException {
    return ServerSource.connect(
        new ServerAddress(HOST, server.port(), false, null),
        null,
        new TlsOptions(null, null, null));
  }

  @Override
  public void close() {
    server.close();
    hush.close();
    Runtime.getRuntime().removeShutdownHook(onInterrupt);
    delete(folder);
  }

  private static void delete(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
