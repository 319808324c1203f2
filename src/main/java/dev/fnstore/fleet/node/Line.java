package dev.fnstore.fleet.node;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client of Vert.x for one connection. It has a pool and sockets of its own, so that with it all
 * is closed: also what was refused at login, which the client leaves open, and what connects later.
 */
final class Line {
  private final Calling calling;
  private final RedisConnection connection;

  private Line(Calling calling, RedisConnection connection) {
    this.calling = calling;
    this.connection = connection;
    // what is wrong comes with the futures; without a handler it is logged with its stack trace
    connection.exceptionHandler(wrong -> {});
  }

  /**
   * The client's home. Vert.x forgets a client that is closed only together with the verticle that
   * has made it; of others it keeps 2.7 KB each until it ends itself.
   */
  private static final class Calling extends VerticleBase {
    private final RedisOptions options;
    private final Duration limit;
    private Future<RedisConnection> opened = Future.failedFuture("not begun");

    Calling(RedisOptions options, Duration limit) {
      this.options = options;
      this.limit = limit;
    }

    /** Succeeds whatever comes of the connection: Vert.x never forgets a verticle that fails. */
    @Override
    public Future<?> start() {
      opened =
          Future.succeededFuture()
              .compose(start -> Redis.createClient(vertx, options).connect())
              .timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
      return Future.succeededFuture();
    }

    Future<Void> end() {
      return vertx.undeploy(deploymentID());
    }
  }

  /**
   * Connects.
   *
   * @param limit until the server has answered
   * @return fails as the client does, and nothing is left open then
   */
  static Future<Line> open(Vertx vertx, RedisOptions options, Duration limit) {
    Calling calling = new Calling(options, limit);
    return vertx
        .deployVerticle(calling)
        .compose(
            started ->
                calling
                    .opened
                    .map(connection -> new Line(calling, connection))
                    .recover(failure -> calling.end().transform(ended -> failed(failure))));
  }

  private static Future<Line> failed(Throwable failure) {
    return Future.failedFuture(failure);
  }

  Future<@Nullable Response> send(Request request) {
    return connection.send(request);
  }

  /** Closes for good; once only. */
  Future<Void> close() {
    return calling.end();
  }
}
