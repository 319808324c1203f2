package dev.fnstore.fleet.node;

import dev.fnstore.bytes.Bytes;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** What went wrong, from what the client of Vert.x gives. */
final class Failures {
  /** What the client of Vert.x gives in the form of an error reply, although there was none. */
  private static final String GONE = "CONNECTION_CLOSED";

  /** What Netty says when its own limit for TCP was the first to run out. */
  private static final String TCP_TIMEOUT = "connection timed out";

  private static final List<String> OF_THE_CLIENT =
      List.of(GONE, "ILLEGAL_STATE", "Invalid boolean value");

  /** Commands whose second word says what they do. */
  private static final List<String> CONTAINERS =
      List.of("ACL", "CLIENT", "CLUSTER", "CONFIG", "FUNCTION", "SENTINEL");

  private Failures() {}

  /** Whether it is an error that the server has sent. */
  static boolean isReply(Throwable failure) {
    return failure instanceof Response
        && OF_THE_CLIENT.stream().noneMatch(String.valueOf(failure.getMessage())::startsWith);
  }

  /** A failure as one of ours; one that is ours already stays as it is. */
  static NodeException named(String command, Throwable failure) {
    if (failure instanceof NodeException ours) {
      return ours;
    }
    String message = String.valueOf(failure.getMessage()).strip();
    return isReply(failure)
        ? new NodeException.Refused(command, message)
        : new NodeException.Unreachable(reason(message, failure));
  }

  private static String reason(String message, Throwable failure) {
    if (message.startsWith(GONE) || message.equals("Connection is closed")) {
      return "the server has closed the connection";
    } else if (message.startsWith("ILLEGAL_STATE")) {
      return "what answers there is no Valkey or Redis";
    } else if (message.startsWith("Missing -----BEGIN")) {
      return "the ca-file, the cert-file or the key-file is not in PEM format";
    } else if (message.startsWith("Failed to create SSL connection")) {
      return "no connection by TLS: " + root(failure).getMessage();
    }
    return message.startsWith("Connection refused") ? "connection refused" : message;
  }

  /** What is behind all else, which alone says what is wrong. */
  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** A timeout as one of ours, all else as it is. */
  static NodeException late(Throwable failure, Duration limit) {
    boolean late =
        failure instanceof TimeoutException
            || String.valueOf(failure.getMessage()).startsWith(TCP_TIMEOUT);
    return late
        ? new NodeException.Unreachable("no answer within " + limit.toMillis() + " ms")
        : named("HELLO", failure);
  }

  /** What a request is, for people, without its arguments. */
  static String command(List<Bytes> words) {
    String first = words.get(0).toText().toUpperCase(Locale.ROOT);
    return words.size() > 1 && CONTAINERS.contains(first)
        ? first + " " + words.get(1).toText().toUpperCase(Locale.ROOT)
        : first;
  }
}
