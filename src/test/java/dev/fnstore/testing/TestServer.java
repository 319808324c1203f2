package dev.fnstore.testing;

import dev.fnstore.server.FnstoreServer;
import dev.fnstore.server.config.InvalidValueException;
import dev.fnstore.server.config.ServerConfig;
import java.nio.file.Path;

/** An fnstore in this process, on a free loopback port. */
public final class TestServer implements AutoCloseable {
  private final FnstoreServer server;

  private TestServer(FnstoreServer server) {
    this.server = server;
  }

  /**
   * Starts one on a data folder.
   *
   * @param parameters name, value, name, value …, as {@code --config} takes them
   */
  public static TestServer start(Path dataFolder, String... parameters) {
    try {
      ServerConfig config = new ServerConfig();
      config.preset("port", "0");
      config.preset("dir", dataFolder.toString());
      config.preset("enable-debug-command", "yes");
      for (int i = 0; i < parameters.length; i += 2) {
        config.preset(parameters[i], parameters[i + 1]);
      }
      return new TestServer(FnstoreServer.start(config));
    } catch (InvalidValueException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public int port() {
    return server.port();
  }

  /** The port with TLS, or 0. */
  public int tlsPort() {
    return server.tlsPort();
  }

  public FnstoreServer server() {
    return server;
  }

  public RespConnection connect() {
    return RespConnection.open(port());
  }

  @Override
  public void close() {
    server.close();
  }
}
