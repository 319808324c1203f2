package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.Access;
import dev.fnstore.fleet.node.Endpoint;
import dev.fnstore.fleet.node.NodeConnection;
import dev.fnstore.fleet.node.NodeException;
import dev.fnstore.fleet.node.NodeLibraries;
import dev.fnstore.fleet.node.NodeLibrary;
import dev.fnstore.fleet.node.Role;
import dev.fnstore.fleet.node.Signature;
import dev.fnstore.fleet.plan.Held;
import dev.fnstore.fleet.plan.NodePlan;
import dev.fnstore.fleet.plan.Planner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node of a target: its connection, and what was last seen over it. It belongs to the fleet's
 * event loop.
 */
final class Node {
  private static final int MOST_DOUBLINGS = 1;

  private final Vertx vertx;
  private final Endpoint endpoint;
  private final Access access;
  private final FleetOptions options;

  private @Nullable NodeConnection connection;
  private @Nullable Signature signature;
  private @Nullable List<Held> held;
  private @Nullable Planned planned;
  private @Nullable NodeException error;
  private @Nullable NodeException refusal;
  private String rdbVersionOf = "";
  private int rdbVersion;
  private Role role;
  private long seenMs;
  private int failures;
  private long dueMs;

  /** What was planned last, and of what. */
  private record Planned(Planner planner, List<Held> held, NodePlan plan) {}

  Node(Vertx vertx, Endpoint endpoint, Role role, Access access, FleetOptions options) {
    this.vertx = vertx;
    this.endpoint = endpoint;
    this.role = role;
    this.access = access;
    this.options = options;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Its address as events have it. */
  Bytes address() {
    return Bytes.of(endpoint.toString());
  }

  /** As it says itself; before it has, as others say. */
  Role role() {
    return role;
  }

  /** As others say, of a node that does not answer. */
  void heardOf(Role newRole) {
    if (error != null || signature == null) {
      role = newRole;
    }
  }

  /** What it told last; null: nothing yet. */
  @Nullable Signature signature() {
    return signature;
  }

  /** What it holds; null: that is not known. */
  @Nullable List<Held> held() {
    return held;
  }

  /**
   * How it differs, decided anew only where something is new: most looks find all as it was.
   *
   * @throws IllegalStateException if what it holds is not known
   */
  @SuppressWarnings("ReferenceEquality") // to compare what it holds is as much work as to plan
  NodePlan plan(Planner planner) {
    List<Held> now = held;
    if (now == null) {
      throw new IllegalStateException(endpoint + " has not been seen");
    }
    Planned last = planned;
    if (last == null || last.planner != planner || last.held != now) {
      last = new Planned(planner, now, planner.plan(address(), now));
      planned = last;
    }
    return last.plan;
  }

  /** Why it could not be seen last; null: it could. */
  @Nullable NodeException error() {
    return error;
  }

  /** Why it would not let us change it, when that was last tried; null: it would. */
  @Nullable NodeException refusal() {
    return refusal;
  }

  int rdbVersion() {
    return rdbVersion;
  }

  /** In ms since 1970; 0: never. */
  long seenMs() {
    return seenMs;
  }

  /** Whether it answered last, and what it holds is known. */
  boolean isSeen() {
    return error == null && held != null;
  }

  boolean isDue() {
    return options.clock().millis() >= dueMs;
  }

  /** Looks at it: in one cheap request, and in full where its functions may have changed. */
  Future<Void> look() {
    NodeConnection old = connection;
    return connect()
        .compose(this::look)
        .recover(
            failure -> // a connection that was open may have been closed long ago
            old != null && failure instanceof NodeException.Unreachable && !old.isOpen()
                    ? connect().compose(this::look)
                    : Future.failedFuture(failure))
        .transform(
            outcome -> {
              if (outcome.succeeded()) {
                error = null;
                failures = 0;
                dueMs = 0;
                seenMs = options.clock().millis();
              } else {
                failed(outcome.cause());
              }
              return Future.succeededFuture();
            });
  }

  private Future<Void> look(NodeConnection open) {
    return Signature.read(open)
        .compose(
            now -> {
              Signature before = signature;
              boolean isAnother =
                  before != null
                      && !(before.runId().equals(now.runId()) && now.replication().role() == role);
              if (isAnother) {
                refusal = null; // what it said as another one does not count any more
              }
              role = now.replication().role();
              boolean isSame = held != null && before != null && now.sameFunctionsAs(before);
              signature = now;
              if (isSame) {
                return Future.succeededFuture();
              }
              held = null;
              return NodeLibraries.read(open)
                  .compose(
                      libraries -> {
                        held = libraries.stream().map(Node::held).toList();
                        return learnRdbVersion(open, now);
                      });
            });
  }

  private static Held held(NodeLibrary library) {
    return new Held(library.name(), library.digest(), library.functions());
  }

  /** Once for each start of the server. */
  private Future<Void> learnRdbVersion(NodeConnection open, Signature now) {
    if (rdbVersionOf.equals(now.runId())) {
      return Future.succeededFuture();
    }
    return NodeLibraries.rdbVersion(open)
        .map(
            version -> {
              rdbVersion = version;
              rdbVersionOf = now.runId();
              return null;
            });
  }

  /**
   * Whether it would let us change its functions: it is asked to restore what is no payload, which
   * is refused for that only after rights, memory and role have been looked at. That is done in a
   * transaction, as changes are. Where it is to delete only, it is asked to delete what cannot be
   * there, for which it needs no memory.
   *
   * @return whether it would; why not is its {@link #refusal}
   */
  Future<Boolean> tryOut(boolean onlyDeletes) {
    List<List<Bytes>> commands =
        List.of(
            Signature.REQUEST,
            NodeConnection.words("FUNCTION", onlyDeletes ? "DELETE" : "RESTORE", ""),
            Signature.REQUEST); // since a restore was counted, which has changed nothing
    return connect()
        .compose(open -> open.transaction(commands))
        .compose(replies -> tried(replies, onlyDeletes))
        .recover(
            cause -> {
              if (cause instanceof NodeException.Refused refused) {
                refusal = refused;
              } else {
                failed(cause);
              }
              return Future.succeededFuture(false);
            });
  }

  private Future<Boolean> tried(List<@Nullable Response> replies, boolean onlyDeletes) {
    Response tried = replies.get(1);
    String expected = onlyDeletes ? "not found" : "payload";
    if (tried == null || !String.valueOf(tried).contains(expected)) {
      return Future.failedFuture(
          new NodeException.Refused(
              onlyDeletes ? "FUNCTION DELETE" : "FUNCTION RESTORE", String.valueOf(tried)));
    }
    try {
      Signature known = signature;
      if (known != null && Signature.of(replies.get(0)).sameFunctionsAs(known)) {
        signature = Signature.of(replies.get(2));
      }
    } catch (NodeException e) {
      return Future.failedFuture(e);
    }
    refusal = null;
    return Future.succeededFuture(true);
  }

  /** It has refused what it was to load. */
  void refused(NodeException why) {
    refusal = why;
  }

  /** Its connection, which is opened if there is none. */
  Future<NodeConnection> connect() {
    NodeConnection present = connection;
    if (present != null && present.isOpen()) {
      return Future.succeededFuture(present);
    }
    return NodeConnection.open(vertx, endpoint, access, options.timeouts())
        .onSuccess(opened -> connection = opened);
  }

  /** It could not be seen, or not be changed, and is left alone for a while. */
  void failed(Throwable cause) {
    error =
        cause instanceof NodeException known
            ? known
            : new NodeException.Unreachable(String.valueOf(cause));
    if (!(error instanceof NodeException.Refused)) {
      close();
    }
    long pauseMs = options.intervalMs().getAsLong() << Math.min(failures, MOST_DOUBLINGS);
    failures++;
    dueMs = options.clock().millis() + pauseMs;
  }

  /**
   * It was changed by us.
   *
   * @param after what it told at the end of the change
   * @param nowHeld what it holds since; null: that has to be looked at
   */
  void changed(Signature after, @Nullable List<Held> nowHeld) {
    signature = after;
    held = nowHeld;
    refusal = null;
    seenMs = options.clock().millis();
  }

  /** What it holds is not known any more. */
  void forget() {
    held = null;
  }

  void close() {
    NodeConnection present = connection;
    connection = null;
    if (present != null) {
      var unused = present.close();
    }
  }
}
