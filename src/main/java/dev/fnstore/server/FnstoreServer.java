package dev.fnstore.server;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.Head;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import dev.fnstore.resp.RespWriter;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Client;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server. */
public final class FnstoreServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FnstoreServer.class);
  private static final long STEP_TIMEOUT_SECONDS = 10;
  private static final int ACCEPT_BACKLOG = 511;
  private static final int MAX_EVENT_LOOPS = 4;

  /** Vert.x: a free port, the same for all that ask with this number. */
  private static final int SHARED_FREE_PORT = -1;

  private final ServerConfig config;
  private final ServerAssembly assembly;
  private final Vertx vertx;
  private final ConnectionRegistry connections = new ConnectionRegistry();
  private final ClientMemory clientMemory;
  private final Map<EventLoop, OutputQueue> outputs = new ConcurrentHashMap<>();
  private final DescriptorLimit descriptors = DescriptorLimit.ofThisProcess();
  private final AtomicLong nextClientId = new AtomicLong(1);
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Throwable failure;
  private int port;

  private FnstoreServer(ServerConfig config) {
    this.config = config;
    // Beside each other, since each takes a good part of the time that a start takes.
    CompletableFuture<Vertx> sockets = CompletableFuture.supplyAsync(FnstoreServer::sockets);
    try {
      this.assembly = new ServerAssembly(config, this::onBusy, this::onFailure, this::beginStop);
    } catch (RuntimeException | Error e) {
      awaitQuietly(sockets.join().close());
      throw e;
    }
    this.clientMemory =
        new ClientMemory(config::maxClientMemoryBytes, assembly.statistics()::clientEvicted);
    this.vertx = sockets.join();
  }

  private static Vertx sockets() {
    // No files are served, so that no folder for them is made, which a killed process leaves.
    FileSystemOptions noFiles =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    return Vertx.vertx(
        new VertxOptions().setPreferNativeTransport(true).setFileSystemOptions(noFiles));
  }

  /**
   * Opens the store, recovers it and listens.
   *
   * @throws dev.fnstore.log.LogException if the store cannot be opened
   * @throws StartException if users cannot be loaded, or the address cannot be listened on
   */
  public static FnstoreServer start(ServerConfig config) {
    FnstoreServer server = new FnstoreServer(config);
    server.assembly.executor().start();
    try {
      server.assembly.loadUsers();
      server.listen();
      return server;
    } catch (StartException e) {
      server.close();
      throw e;
    }
  }

  private void listen() {
    NetServerOptions options =
        new NetServerOptions()
            .setHost(config.bind())
            .setPort(config.port() == 0 ? SHARED_FREE_PORT : config.port())
            .setTcpNoDelay(true)
            .setReuseAddress(true)
            .setAcceptBacklog(ACCEPT_BACKLOG);
    int loops =
        Math.max(1, Math.min(MAX_EVENT_LOOPS, Runtime.getRuntime().availableProcessors() / 2));
    for (int i = 0; i < loops; i++) {
      // Each listens from an event loop of its own; Vert.x deals connections out among them.
      Listener listener = new Listener(options);
      await(vertx.deployVerticle(listener));
      port = listener.actualPort;
    }
    config.listensOn(port);
    descriptors.warnBelow(config.maxClients());
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
          .connectHandler(FnstoreServer.this::accept)
          .listen()
          .onSuccess(listening -> actualPort = listening.actualPort());
    }
  }

  private void await(Future<?> listening) {
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
              + config.port()
              + ": "
              + cause.getMessage()
              + ". Is another server running there? Stop it, or choose another port with --port.",
          cause);
    }
  }

  private void accept(NetSocket socket) {
    if (connections.count() >= Math.min(config.maxClients(), descriptors.mostClients())) {
      assembly.statistics().connectionRefused();
      RespWriter refusal = new RespWriter();
      refusal.write(Reply.err("max number of clients reached"), Protocol.RESP2);
      socket.write(Buffer.buffer(refusal.take())).onComplete(sent -> socket.close());
      return;
    }
    SocketAddress remote = socket.remoteAddress();
    Client client =
        Client.connected(
            nextClientId.getAndIncrement(),
            text(remote),
            text(socket.localAddress()),
            isLocal(remote),
            System.currentTimeMillis(),
            assembly.accounts().defaultAccount());
    ChannelHandlerContext vertxHandler = ((NetSocketInternal) socket).channelHandlerContext();
    OutputQueue output =
        outputs.computeIfAbsent(vertxHandler.channel().eventLoop(), OutputQueue::new);
    SocketHandler handler = new SocketHandler(vertxHandler, client.address(), output);
    Connection connection =
        new Connection(
            handler,
            assembly.executor(),
            assembly.monitor(),
            assembly.dispatcher(),
            config,
            client,
            assembly.statistics(),
            clientMemory);
    connections.add(connection);
    assembly.clients().add(client);
    assembly.statistics().connectionOpened();
    socket.closeHandler(
        nothing -> {
          connection.closed(() -> assembly.notifications().forget(client));
          connections.remove(connection);
          assembly.clients().remove(client);
          assembly.statistics().connectionClosed();
        });
    handler.open(connection, config.tcpKeepAliveSeconds());
  }

  private static Bytes text(@Nullable SocketAddress address) {
    return Bytes.of(address == null ? "unknown" : address.hostAddress() + ":" + address.port());
  }

  private static boolean isLocal(@Nullable SocketAddress address) {
    String host = address == null ? null : address.hostAddress();
    return host != null
        && (host.startsWith("127.") || host.equals("::1") || host.equals("0:0:0:0:0:0:0:1"));
  }

  /** A script has become busy: event loops answer in the executor's place. */
  private void onBusy() {
    connections.forEach(connection -> connection.onEventLoop(connection::answerWhileBusy));
  }

  /** On the executor: nothing may be acknowledged any more. */
  private void onFailure(Throwable cause) {
    failure = cause;
    LOG.error("The server stops: {}", cause.getMessage(), cause);
    connections.forEach(Connection::cut);
    beginStop();
  }

  private void beginStop() {
    if (stopping.compareAndSet(false, true)) {
      new Thread(this::stop, "fnstore-stop").start();
    }
  }

  private void stop() {
    try {
      // A SHUTDOWN's own connection is closed by its reply; give that a moment to go out.
      assembly.monitor().shutDown();
      boolean idle = assembly.executor().stop();
      awaitQuietly(vertx.close());
      assembly.monitor().close();
      if (idle) {
        assembly.store().close();
      } // else the process ends with it open, which loses nothing that was acknowledged
    } catch (RuntimeException e) {
      LOG.error("The server did not end cleanly", e);
    } finally {
      stopped.countDown();
    }
  }

  private static void awaitQuietly(Future<Void> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(STEP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Connections did not close: {}", e.toString());
    }
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Where the log ends. */
  public Head head() {
    return assembly.store().head();
  }

  /**
   * Waits until the server has ended.
   *
   * @return why it ended, if that was not as asked
   */
  public @Nullable Throwable awaitStop() throws InterruptedException {
    stopped.await();
    return failure;
  }

  /** Ends the server: what was acknowledged is on disk already. */
  @Override
  public void close() {
    beginStop();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
