package dev.fnstore.cli;

import dev.fnstore.log.LogException;
import dev.fnstore.server.FnstoreServer;
import dev.fnstore.server.StartException;
import dev.fnstore.server.config.InvalidValueException;
import dev.fnstore.server.config.ServerConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fnstore server}. */
@Command(name = "server", description = "Starts the server.", mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
  private static final int CANNOT_START = 1;
  private static final int FAILED = 70;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Where to listen; 0 takes a free port, or none beside tls-port. Default: ${DEFAULT-VALUE}",
      defaultValue = "7379")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "The address to listen on. Default: ${DEFAULT-VALUE}, this machine only",
      defaultValue = "127.0.0.1")
  private String bind = "127.0.0.1";

  @Mixin private DataFolderOption dataFolder = new DataFolderOption();

  @Option(
      names = "--data",
      paramLabel = "disk|memory",
      description =
          "Where keys are kept; those in memory end with the server. Default: ${DEFAULT-VALUE}",
      defaultValue = "disk")
  private String data = "disk";

  @Option(
      names = "--config",
      paramLabel = "NAME=VALUE",
      description =
          "A parameter of CONFIG, such as busy-reply-threshold=1000. Can be given several times.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Spec private @Nullable CommandSpec spec;

  /** The server ended by itself, and with it the process. */
  private volatile boolean ended;

  @Override
  public Integer call() throws InterruptedException {
    FnstoreServer server;
    try {
      server = FnstoreServer.start(config());
    } catch (LogException | StartException | InvalidValueException e) {
      err().println("fnstore: " + e.getMessage());
      return CANNOT_START;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endOnSignal(server), "fnstore-signal"));
    if (server.port() != 0) {
      out().printf("fnstore listens on %s:%d%n", bind, server.port());
    }
    if (server.tlsPort() != 0) {
      out().printf("fnstore listens on %s:%d with TLS%n", bind, server.tlsPort());
    }
    out()
        .printf(
            "fnstore stores in %s, at revision %s%n",
            shown(dataFolder.folder()), server.head().revision());
    out().flush();
    Throwable failure = server.awaitStop();
    ended = true;
    if (failure != null) {
      err().println("fnstore: " + failure.getMessage());
      return FAILED;
    }
    return 0;
  }

  /** As short as it can be told from here. */
  private static Path shown(Path folder) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = folder.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
  }

  /** SIGTERM and SIGINT are ways to end it, no failures: the exit code is 0, as Valkey's. */
  private void endOnSignal(FnstoreServer server) {
    if (!ended) {
      server.close();
      Runtime.getRuntime().halt(0);
    }
  }

  private ServerConfig config() throws InvalidValueException {
    ServerConfig config = new ServerConfig();
    config.preset("port", Integer.toString(port));
    config.preset("bind", bind);
    config.preset("dir", dataFolder.folder().toString());
    config.preset("data", data);
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      config.preset(parameter.getKey(), parameter.getValue());
    }
    return config;
  }

  private PrintWriter out() {
    return line().getOut();
  }

  private PrintWriter err() {
    return line().getErr();
  }

  private picocli.CommandLine line() {
    CommandSpec present = spec;
    if (present == null) {
      throw new IllegalStateException("picocli sets the spec before it calls");
    }
    return present.commandLine();
  }
}
