package dev.fnstore.cli.source;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A running server, over one connection. */
public final class ServerSource implements Source {
  private static final int CONNECT_TIMEOUT_S = 10;

  /** What the client of Vert.x gives for the reply of a server that is gone. */
  private static final String GONE = "CONNECTION_CLOSED";

  /** As deep as replies of scripts nest. */
  private static final int MOST_NESTED = 1024;

  private final ServerAddress address;
  private final Vertx vertx;
  private final RedisConnection connection;

  private ServerSource(ServerAddress address, Vertx vertx, RedisConnection connection) {
    this.address = address;
    this.vertx = vertx;
    this.connection = connection;
  }

  /**
   * Connects and says who we are.
   *
   * @param password null: none is given
   * @throws SourceException if nobody answers, or not to us
   */
  public static ServerSource connect(
      ServerAddress address, @Nullable String password, TlsOptions tls) throws SourceException {
    Vertx vertx = vertx();
    try {
      RedisConnection connection =
          await(Redis.createClient(vertx, options(address, password, tls)).connect(), address);
      ServerSource source = new ServerSource(address, vertx, connection);
      source.introduce();
      return source;
    } catch (SourceException | RuntimeException e) {
      var unused = vertx.close();
      throw e;
    }
  }

  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }

  private static RedisOptions options(
      ServerAddress address, @Nullable String password, TlsOptions tls) {
    String scheme = address.tls() ? "rediss://" : "redis://";
    RedisOptions options =
        new RedisOptions()
            .setConnectionString(scheme + address)
            .setPreferredProtocolVersion(ProtocolVersion.RESP3)
            .setMaxNestedArrays(MOST_NESTED)
            .setNetClientOptions(net(address, tls));
    if (password != null) {
      options.setUser(address.user()).setPassword(password);
    }
    return options;
  }

  private static NetClientOptions net(ServerAddress address, TlsOptions tls) {
    NetClientOptions options =
        new NetClientOptions()
            .setConnectTimeout(Math.toIntExact(TimeUnit.SECONDS.toMillis(CONNECT_TIMEOUT_S)))
            .setTcpNoDelay(true);
    if (!address.tls()) {
      return options;
    }
    options.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
    if (tls.authorities() != null) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(tls.authorities().toString()));
    }
    if (tls.certificate() != null && tls.key() != null) {
      options.setKeyCertOptions(
          new PemKeyCertOptions()
              .addCertPath(tls.certificate().toString())
              .addKeyPath(tls.key().toString()));
    }
    return options;
  }

  /** For the trail: by what means somebody has done it. A server that does not mind is fine. */
  private void introduce() {
    var unused = send(Request.of("CLIENT", "SETINFO", "LIB-NAME", "fnstore-cli").words());
  }

  @Override
  public Reply ask(Request request) throws SourceException {
    try {
      return ResponseReplies.reply(
          send(request.words()).toCompletionStage().toCompletableFuture().get());
    } catch (ExecutionException e) {
      Throwable cause = cause(e);
      throw isReply(cause) ? refused(cause) : gone(cause);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private Future<io.vertx.redis.client.@Nullable Response> send(List<Bytes> words) {
    io.vertx.redis.client.Request request =
        io.vertx.redis.client.Request.cmd(Command.create(words.get(0).toLatin1()));
    for (Bytes word : words.subList(1, words.size())) {
      request.arg(Buffer.buffer(word.toByteArray()));
    }
    return connection.send(request);
  }

  private static <T> T await(Future<T> future, ServerAddress address) throws SourceException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(2L * CONNECT_TIMEOUT_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = cause(e);
      throw isReply(cause) ? refused(cause) : unreachable(cause, address);
    } catch (TimeoutException e) {
      throw new SourceException(
          "at "
              + address
              + " somebody takes connections and does not answer as a server does."
              + " Name another address with --url.",
          e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static SourceException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SourceException("interrupted", e);
  }

  private static Throwable cause(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause == null ? e : cause;
  }

  private static boolean isReply(Throwable cause) {
    return cause instanceof ErrorType error && !error.is(GONE);
  }

  private static SourceException refused(Throwable cause) {
    return SourceException.of(Reply.ErrorReply.of(String.valueOf(cause.getMessage())));
  }

  private static SourceException unreachable(Throwable cause, ServerAddress address) {
    return new SourceException(
        "no server answers at "
            + address
            + ": "
            + reason(cause)
            + ". Start one with 'fnstore server', or name another with --url.",
        cause);
  }

  private SourceException gone(Throwable cause) {
    return new SourceException(
        "the server at "
            + address
            + " was gone before it had answered. It may have done what was asked: see"
            + " 'fnstore log'.",
        cause);
  }

  private static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).strip();
    return message.startsWith("Connection refused") ? "connection refused" : message;
  }

  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
