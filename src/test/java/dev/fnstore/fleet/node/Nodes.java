package dev.fnstore.fleet.node;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What the tests of this package do over and over. */
final class Nodes implements AutoCloseable {
  static final Timeouts PATIENT = new Timeouts(Duration.ofSeconds(60), Duration.ofSeconds(60));
  static final Timeouts HASTY = new Timeouts(Duration.ofSeconds(3), Duration.ofSeconds(2));

  /** The environment that all tests have. */
  static final Map<String, String> ENVIRONMENT = Map.of("SECRET", "s3 cr%t", "WRONG", "other");

  private static final long LIMIT_S = 60;

  private final Vertx vertx = Vertx.vertx();

  Vertx vertx() {
    return vertx;
  }

  NodeConnection open(Peer peer, String... options) throws Exception {
    return get(opening(PATIENT, peer.port(), options));
  }

  Future<NodeConnection> opening(Timeouts timeouts, int port, String... options) throws Exception {
    return opening(timeouts, "valkey://127.0.0.1:" + port + "?" + String.join("&", options));
  }

  Future<NodeConnection> opening(Timeouts timeouts, String text) throws Exception {
    TargetUri uri = TargetUri.parse(text);
    return NodeConnection.open(
        vertx, uri.endpoint(), Access.toNodes(uri, ENVIRONMENT::get), timeouts);
  }

  /** Waits; throws what the future has failed with. */
  static <T> T get(Future<T> future) throws Exception {
    try {
      return future.toCompletionStage().toCompletableFuture().get(LIMIT_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Gives something that is asked for again. */
  interface Question<T> {
    T ask() throws Exception;
  }

  /** Asks until the answer is as it is to be; the last answer. */
  static <T> T until(Question<T> question, Predicate<T> enough) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
    T answer = question.ask();
    while (!enough.test(answer) && System.nanoTime() < deadline) {
      Thread.sleep(20);
      answer = question.ask();
    }
    return answer;
  }

  /** One request over a connection of its own. */
  static Reply call(int port, Object... words) {
    try (RespConnection connection = RespConnection.open(port)) {
      return connection.call(words);
    }
  }

  static Bytes library(String name, String body) {
    return Bytes.of(
        "#!lua name=%1$s\nredis.register_function('%1$s', function() %2$s end)"
            .formatted(name, body));
  }

  /** The process of a server, as it says itself. */
  static long pid(Peer peer) {
    if (!(call(peer.port(), "INFO", "server") instanceof Reply.Bulk info)) {
      throw new AssertionError("no INFO");
    }
    return Long.parseLong(String.valueOf(new InfoText(info.value().toText()).find("process_id")));
  }

  static void signal(String signal, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).inheritIO().start().waitFor();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
