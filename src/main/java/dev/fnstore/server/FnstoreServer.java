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
import io.netty.channel.SingleThreadEventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.net.NetSocketInternal;
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

  private final ServerConfig config;
  private final ServerAssembly assembly;
  private final Vertx vertx;
  private final ConnectionRegistry connections = new ConnectionRegistry();
  private final ClientMemory clientMemory;
  private final Map<EventLoop, OutputQueue> outputs = new ConcurrentHashMap<>();
  private final Map<EventLoop, PendingFlushes> flushes = new ConcurrentHashMap<>();
  private final DescriptorLimit descriptors = DescriptorLimit.ofThisProcess();
  private final Admission admission;
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
    this.admission = new Admission(config, assembly.accounts().defaultAccount(), descriptors);
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
      server.assembly.fleet().start();
      return server;
    } catch (StartException e) {
      server.close();
      throw e;
    }
  }

  private void listen() {
    port = new Listeners(vertx, config, this::accept).listen();
    config.listensOn(port);
    descriptors.warnBelow(config.maxClients());
  }

  private void accept(NetSocket socket) {
    SocketAddress remote = socket.remoteAddress();
    Reply.ErrorReply refusal = admission.refusal(connections.count(), isLocal(remote));
    if (refusal != null) {
      assembly.statistics().connectionRefused();
      RespWriter bytes = new RespWriter();
      bytes.write(refusal, Protocol.RESP2);
      socket.write(Buffer.buffer(bytes.take())).onComplete(sent -> socket.close());
      return;
    }
    Client client =
        Client.connected(
            nextClientId.getAndIncrement(),
            text(remote),
            text(socket.localAddress()),
            isLocal(remote),
            System.currentTimeMillis(),
            assembly.accounts().defaultAccount());
    CertifiedName.of(socket, config.tls().authClientsUser()).stream()
        .flatMap(name -> assembly.accounts().find(name).stream())
        .filter(account -> account.user().isEnabled())
        .findFirst()
        .ifPresent(client::login);
    ChannelHandlerContext vertxHandler = ((NetSocketInternal) socket).channelHandlerContext();
    EventLoop loop = vertxHandler.channel().eventLoop();
    SocketHandler handler =
        new SocketHandler(
            vertxHandler,
            client.address(),
            outputs.computeIfAbsent(loop, OutputQueue::new),
            flushes.computeIfAbsent(loop, FnstoreServer::flushes));
    Connection connection =
        new Connection(
            handler,
            assembly.executor(),
            assembly.monitor(),
            assembly.dispatcher(),
            config,
            client,
            assembly.statistics(),
            clientMemory,
            assembly.notifications().blocked(),
            new KeyFetcher(assembly.keyspace(), client::database));
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

  private static PendingFlushes flushes(EventLoop loop) {
    return new PendingFlushes(((SingleThreadEventLoop) loop)::executeAfterEventLoopIteration);
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
      assembly.monitor().shutDown(assembly.keys()::abandon);
      assembly.fleet().close();
      boolean nothingIsRead = assembly.journal().stop();
      boolean idle = assembly.executor().stop() && nothingIsRead;
      awaitQuietly(vertx.close());
      assembly.monitor().close();
      if (idle) {
        assembly.keys().close();
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

  /** The port that it listens on in the clear; 0 if it listens with TLS only. */
  public int port() {
    return port;
  }

  /** The port that it listens on with TLS; 0 if there is none. */
  public int tlsPort() {
    return config.tls().port();
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
