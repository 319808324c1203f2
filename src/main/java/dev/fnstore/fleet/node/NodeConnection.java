package dev.fnstore.fleet.node;

import dev.fnstore.bytes.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one server, in RESP3 where the server has it. Requests are pipelined. All
 * failures are {@link NodeException}; an error reply leaves the connection as it is, a missing
 * reply ends it. For all threads; futures complete on an event loop.
 */
public final class NodeConnection {
  /** So many commands of a transaction are sent before their replies are waited for. */
  static final int MOST_AT_ONCE = Dial.MOST_WAITING / 2;

  private static final String NAME = "fnstore";

  private final Vertx vertx;
  private final Endpoint endpoint;
  private final Timeouts timeouts;
  private final Line line;

  /** Done once no transaction is under way, so that nobody's request gets into that of another. */
  private Future<?> turn = Future.succeededFuture();

  /** Why we have ended it; null: we have not. */
  private volatile @Nullable String ended;

  private NodeConnection(Vertx vertx, Endpoint endpoint, Timeouts timeouts, Line line) {
    this.vertx = vertx;
    this.endpoint = endpoint;
    this.timeouts = timeouts;
    this.line = line;
  }

  /**
   * Connects, logs in, and says who we are.
   *
   * @return fails with a {@link NodeException}; nothing is left open then
   */
  public static Future<NodeConnection> open(
      Vertx vertx, Endpoint endpoint, Access access, Timeouts timeouts) {
    return vertx
        .executeBlocking(() -> Dial.options(endpoint, access, timeouts), false)
        .compose(options -> Line.open(vertx, options, timeouts.connect()))
        .recover(failure -> Future.failedFuture(Failures.late(failure, timeouts.connect())))
        .map(line -> new NodeConnection(vertx, endpoint, timeouts, line))
        .compose(NodeConnection::introduce);
  }

  /**
   * Says who we are. Where a password is missing the client has gone on without one, so that this
   * is the first answer to tell; other errors do not matter (Redis 7.0 has no SETINFO).
   */
  private Future<NodeConnection> introduce() {
    Future<@Nullable Response> name = ask("CLIENT", "SETNAME", NAME);
    Future<@Nullable Response> library = ask("CLIENT", "SETINFO", "LIB-NAME", NAME);
    return Future.join(name, library)
        .transform(
            outcome -> {
              for (Future<?> each : List.of(name, library)) {
                boolean matters =
                    each.cause() instanceof NodeException failure
                        && (!(failure instanceof NodeException.Refused refused)
                            || refused.isOfLogin());
                if (matters) {
                  return close().transform(closed -> Future.failedFuture(each.cause()));
                }
              }
              return Future.succeededFuture(this);
            });
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  Vertx vertx() {
    return vertx;
  }

  /** As {@link #ask(List)}, in UTF-8. */
  public Future<@Nullable Response> ask(String... words) {
    return ask(words(words));
  }

  /** The words of a request, in UTF-8. */
  public static List<Bytes> words(String... words) {
    List<Bytes> bytes = new ArrayList<>();
    for (String word : words) {
      bytes.add(Bytes.of(word));
    }
    return bytes;
  }

  /**
   * Sends a request; not one that subscribes. It waits for a transaction that is under way.
   *
   * @return the reply, null for a null; fails with {@link NodeException.Refused} for an error reply
   *     and with {@link NodeException.Unreachable} for none, after which the connection is closed
   */
  public synchronized Future<@Nullable Response> ask(List<Bytes> words) {
    return turn.transform(done -> send(words));
  }

  /**
   * Runs commands as one transaction: MULTI, and once that is granted all commands and EXEC, in one
   * go unless there are thousands. (Sent together with MULTI, they would run one by one where MULTI
   * is not allowed.)
   *
   * @param commands each a request
   * @return EXEC's replies, one for each command, of which any may be an error and the others hold
   *     all the same. Fails with {@link NodeException.Refused}, which names the command, if nothing
   *     was run; with {@link NodeException.Unreachable} if nobody knows
   */
  public synchronized Future<List<@Nullable Response>> transaction(List<List<Bytes>> commands) {
    List<List<Bytes>> all = List.copyOf(commands);
    Future<List<@Nullable Response>> result =
        turn.transform(done -> send(words("MULTI"))).compose(granted -> execute(all));
    turn = result;
    return result;
  }

  private Future<List<@Nullable Response>> execute(List<List<Bytes>> commands) {
    List<Future<@Nullable Response>> queued = new ArrayList<>();
    return queue(commands, queued)
        .compose(
            done -> {
              Future<@Nullable Response> executed = send(words("EXEC"));
              List<Future<@Nullable Response>> all = new ArrayList<>(queued);
              all.add(executed);
              return Future.join(all).transform(outcome -> verdict(queued, executed));
            });
  }

  /**
   * Has the server queue them; EXEC is to follow whatever comes of it, since else the transaction
   * stays open.
   *
   * @param queued gets what comes of each
   * @return done once EXEC may be sent
   */
  private Future<Void> queue(List<List<Bytes>> commands, List<Future<@Nullable Response>> queued) {
    List<List<Bytes>> first = commands.subList(0, Math.min(MOST_AT_ONCE, commands.size()));
    List<List<Bytes>> rest = commands.subList(first.size(), commands.size());
    List<Future<@Nullable Response>> sent = first.stream().map(this::send).toList();
    queued.addAll(sent);
    return rest.isEmpty()
        ? Future.succeededFuture()
        : Future.join(sent).transform(done -> queue(rest, queued));
  }

  private static Future<List<@Nullable Response>> verdict(
      List<Future<@Nullable Response>> queued, Future<@Nullable Response> executed) {
    for (Future<@Nullable Response> each : queued) {
      // EXEC says only that something was refused before
      if (each.cause() instanceof NodeException.Refused refused) {
        return Future.failedFuture(refused);
      }
    }
    if (executed.failed()) {
      return Future.failedFuture(executed.cause());
    }
    Response replies = executed.result();
    if (replies == null || !replies.isArray() || replies.size() != queued.size()) {
      return Future.failedFuture(
          NodeException.strange("EXEC", "not a reply for each of " + queued.size() + " commands"));
    }
    List<@Nullable Response> list = new ArrayList<>();
    replies.forEach(list::add);
    return Future.succeededFuture(list);
  }

  /** Sends now, whoever's turn it is. */
  private Future<@Nullable Response> send(List<Bytes> words) {
    String why = ended;
    if (why != null) {
      return Future.failedFuture(new NodeException.Unreachable(why));
    }
    Request request = Request.cmd(Command.create(words.get(0).toLatin1()));
    for (Bytes word : words.subList(1, words.size())) {
      request.arg(Buffer.buffer(word.toByteArray()));
    }
    return line.send(request)
        .timeout(timeouts.answer().toMillis(), TimeUnit.MILLISECONDS)
        .recover(failure -> Future.failedFuture(failed(words, failure)));
  }

  private NodeException failed(List<Bytes> words, Throwable failure) {
    if (Failures.isReply(failure)) {
      return Failures.named(Failures.command(words), failure);
    }
    NodeException reason =
        failure instanceof TimeoutException
            ? Failures.late(failure, timeouts.answer())
            : Failures.named(Failures.command(words), failure);
    String first = ended;
    end(String.valueOf(reason.getMessage()));
    return first == null ? reason : new NodeException.Unreachable(first);
  }

  /** Whether nothing has ended it yet, as far as is known. */
  public boolean isOpen() {
    return ended == null;
  }

  /** Closes for good; what still waits for a reply fails. Does nothing the second time. */
  public Future<Void> close() {
    return end("the connection was closed by us");
  }

  private Future<Void> end(String why) {
    synchronized (this) {
      if (ended != null) {
        return Future.succeededFuture();
      }
      ended = why;
    }
    return line.close();
  }

  @Override
  public String toString() {
    return "NodeConnection[" + endpoint + "]";
  }
}
