package dev.fnstore.server;

import dev.fnstore.server.config.ServerConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The ports that the server listens on: one in the clear, one with TLS, or either. */
final class Listeners {
  private static final long STEP_TIMEOUT_SECONDS = 10;
  private static final int ACCEPT_BACKLOG = 511;
  private static final int MAX_EVENT_LOOPS = 4;

  /** Vert.x: a free port, the same for all that ask with this number. */
  private static final int SHARED_FREE_PORT = -1;

  private final Vertx vertx;
  private final ServerConfig config;
  private final Consumer<NetSocket> accept;

  Listeners(Vertx vertx, ServerConfig config, Consumer<NetSocket> accept) {
    this.vertx = vertx;
    this.config = config;
    this.accept = accept;
  }

  /**
   * Begins to listen. Port 0 is a free one; beside a port with TLS it is none, as in Valkey.
   *
   * @return the port for connections in the clear, or 0 if there is none
   * @throws StartException if a port cannot be listened on, or the files of TLS are not good
   */
  int listen() {
    if (config.tls().port() != 0) {
      NetServerOptions options = options(config.tls().port());
      TlsFiles.of(config, vertx).applyTo(options);
      var unused = listen(options, "tls-port");
    }
    if (config.port() == 0 && config.tls().port() != 0) {
      return 0;
    }
    return listen(options(config.port() == 0 ? SHARED_FREE_PORT : config.port()), "--port");
  }

  private NetServerOptions options(int port) {
    NetServerOptions options = new NetServerOptions();
    options.setHost(config.bind()).setPort(port).setAcceptBacklog(ACCEPT_BACKLOG);
    options.setTcpNoDelay(true).setReuseAddress(true);
    return options;
  }

  private int listen(NetServerOptions options, String parameter) {
    int port = 0;
    int loops =
        Math.max(1, Math.min(MAX_EVENT_LOOPS, Runtime.getRuntime().availableProcessors() / 2));
    for (int i = 0; i < loops; i++) {
      // Each listens from an event loop of its own; Vert.x deals connections out among them.
      Listener listener = new Listener(options);
      await(vertx.deployVerticle(listener), options.getPort(), parameter);
      port = listener.actualPort;
    }
    return port;
  }

  /** Listens from one event loop. */
  private final class Listener extends VerticleBase {
    private final NetServerOptions options;
    private volatile int actualPort;

    Listener(NetServerOptions options) {
      this.options = new NetServerOptions(options);
    }

    @Override
    public Future<?> start() {
      return vertx
          .createNetServer(options)
          .connectHandler(accept::accept)
          .listen()
          .onSuccess(listening -> actualPort = listening.actualPort());
    }
  }

  private void await(Future<?> listening, int port, String parameter) {
    try {
      listening
          .toCompletionStage()
          .toCompletableFuture()
          .get(STEP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while starting", e);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StartException(
          "cannot listen on "
              + config.bind()
              + ":"
              + port
              + ": "
              + cause.getMessage()
              + ". Is another server running there? Stop it, or choose another port with "
              + parameter
              + ".",
          cause);
    }
  }
}
