package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.NodeConnection;
import dev.fnstore.fleet.node.NodeException;
import dev.fnstore.fleet.node.NodeLibraries;
import dev.fnstore.fleet.node.Signature;
import dev.fnstore.model.Deployment;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries a deployment out: one node of each version of a server first, then all others, each in
 * one transaction; where a node refuses, all are brought back. It belongs to the fleet's event
 * loop.
 */
final class Rollout {
  private static final int WAIT_MS = 1000;
  private static final int MOST_WAITS = 5;

  /** The code of errors that are about libraries; all others are about the node, and pass. */
  private static final String OF_LIBRARIES = "ERR";

  private static final String EXISTS = "already exists";

  private final boolean isStrict;
  private final BooleanSupplier isStopped;
  private final Map<Node, NodeChange> changes;
  private final List<Node> touched = new ArrayList<>();
  private final Map<Node, NodeException> failures = new LinkedHashMap<>();
  private final Set<Node> rejecting = new LinkedHashSet<>();

  /** Those that have refused a part of what they were to do; the rest is done. */
  private final List<Node> half = new ArrayList<>();

  private boolean isConfirmed = true;

  /**
   * How it ended.
   *
   * @param failures why, where it did not do what it should
   * @param changed nodes that hold what they should
   * @param rejecting nodes that do not take these libraries, however often it is tried
   * @param isConfirmed whether the replicas of all that were changed have it too
   */
  record Result(
      Deployment.Outcome outcome,
      List<Deployment.Failure> failures,
      Set<Node> changed,
      Set<Node> rejecting,
      boolean isConfirmed) {
    Result {
      failures = List.copyOf(failures);
      changed = Set.copyOf(changed);
      rejecting = Set.copyOf(rejecting);
    }

    /** With what else has failed. */
    Result with(List<Deployment.Failure> more) {
      List<Deployment.Failure> all = new ArrayList<>(failures);
      all.addAll(more);
      return new Result(outcome, all, changed, rejecting, isConfirmed);
    }

    /** What was done, where it is not certain that it was done everywhere. */
    Result uncertain() {
      return outcome == Deployment.Outcome.DEPLOYED
          ? new Result(Deployment.Outcome.UNCERTAIN, failures, changed, rejecting, isConfirmed)
          : this;
    }
  }

  /**
   * A rollout that has not begun.
   *
   * @param isStrict whether a node that cannot be reached has all others brought back too; else it
   *     is left out
   * @param changes what is done to which node
   * @param isStopped whether the server ends, so that nothing is concluded any more
   */
  Rollout(boolean isStrict, Map<Node, NodeChange> changes, BooleanSupplier isStopped) {
    this.isStrict = isStrict;
    this.isStopped = isStopped;
    this.changes = new LinkedHashMap<>(changes);
  }

  /** Does it; fails where it is stopped. */
  Future<Result> run() {
    List<Node> first = firstOfEachVersion();
    List<Node> others = new ArrayList<>(changes.keySet());
    others.removeAll(first);
    return changeAll(first)
        .compose(done -> isEnded() ? Future.succeededFuture() : changeAll(others))
        .compose(done -> isEnded() ? undo() : deployed())
        .compose(result -> unlessStopped().map(result));
  }

  private Future<Void> unlessStopped() {
    return isStopped.getAsBoolean()
        ? Future.failedFuture("the server ends while it deploys")
        : Future.succeededFuture();
  }

  /** What one version does not load is best known before any other node has changed. */
  private List<Node> firstOfEachVersion() {
    Map<String, Node> first = new LinkedHashMap<>();
    changes.keySet().forEach(node -> first.putIfAbsent(version(node.signature()), node));
    return List.copyOf(first.values());
  }

  private static String version(@Nullable Signature signature) {
    return signature == null ? "" : signature.serverName() + " " + signature.version();
  }

  private boolean isEnded() {
    return !rejecting.isEmpty() || (isStrict && !failures.isEmpty());
  }

  private Future<Void> changeAll(List<Node> nodes) {
    List<Future<Void>> all = new ArrayList<>();
    nodes.forEach(node -> all.add(change(node)));
    return Future.join(all).compose(done -> unlessStopped());
  }

  private Future<Void> change(Node node) {
    NodeChange change = change(node, changes);
    touched.add(node);
    return node.connect()
        .compose(
            open ->
                open.transaction(change.commands())
                    .compose(replies -> done(node, change, open, replies)))
        .recover(failure -> failed(node, failure));
  }

  private static NodeChange change(Node node, Map<Node, NodeChange> changes) {
    NodeChange change = changes.get(node);
    if (change == null) {
      throw new IllegalStateException("nothing is to be done to " + node.endpoint());
    }
    return change;
  }

  private Future<Void> done(
      Node node, NodeChange change, NodeConnection open, List<@Nullable Response> replies) {
    try {
      NodeException refusal = change.refusal(replies);
      if (refusal != null) {
        half.add(node);
        return Future.failedFuture(refusal);
      }
      Signature before = Signature.of(replies.get(0));
      Signature after = Signature.of(replies.get(replies.size() - 1));
      Signature known = node.signature();
      boolean isAsPlanned = known != null && before.sameFunctionsAs(known);
      node.changed(after, isAsPlanned ? change.after() : null);
      return awaitReplicas(node, open, after.replication().replicas().size(), MOST_WAITS);
    } catch (NodeException e) {
      node.forget();
      return Future.failedFuture(e);
    }
  }

  /** What replicas have not got by then they get later: it undoes nothing. */
  private Future<Void> awaitReplicas(Node node, NodeConnection open, int replicas, int waits) {
    if (replicas == 0) {
      return Future.succeededFuture();
    }
    return open.ask("WAIT", Integer.toString(replicas), Integer.toString(WAIT_MS))
        .transform(
            reply -> {
              Response count = reply.succeeded() ? reply.result() : null;
              if (count != null && count.toInteger() >= replicas) {
                return Future.succeededFuture();
              } else if (count != null && waits > 1 && isStrict) {
                return awaitReplicas(node, open, replicas, waits - 1);
              }
              isConfirmed = false;
              return Future.succeededFuture();
            });
  }

  private Future<Void> failed(Node node, Throwable failure) {
    NodeException reason =
        failure instanceof NodeException known
            ? known
            : new NodeException.Unreachable(String.valueOf(failure));
    failures.put(node, reason);
    node.forget();
    if (reason instanceof NodeException.Refused refused) {
      node.refused(refused);
      if (isOfLibraries(refused)) {
        rejecting.add(node);
      }
    } else {
      node.failed(reason);
    }
    return Future.succeededFuture();
  }

  /**
   * A node that is full of clients, say, has a general error for us too, but not for FUNCTION; and
   * what exists already does so at that node, which the next look finds to be a conflict.
   */
  private static boolean isOfLibraries(NodeException.Refused refused) {
    return refused.code().equals(OF_LIBRARIES)
        && refused.command().startsWith("FUNCTION")
        && !refused.line().contains(EXISTS);
  }

  private Future<Result> deployed() {
    Set<Node> changed = new HashSet<>(touched);
    changed.removeAll(failures.keySet());
    return bringBack(half)
        .map(
            stuck ->
                new Result(
                    Deployment.Outcome.DEPLOYED, told(stuck), changed, Set.of(), isConfirmed));
  }

  /** Brings back all that was touched, also where it is not known whether it was changed. */
  private Future<Result> undo() {
    return bringBack(touched)
        .map(
            stuck ->
                new Result(
                    stuck.isEmpty() ? Deployment.Outcome.UNDONE : Deployment.Outcome.UNCERTAIN,
                    told(stuck),
                    Set.of(),
                    rejecting,
                    isConfirmed));
  }

  /** Gives those that could not be brought back. */
  private Future<Map<Node, NodeException>> bringBack(List<Node> nodes) {
    Map<Node, NodeException> stuck = new LinkedHashMap<>();
    List<Future<Void>> all = new ArrayList<>();
    for (Node node : nodes) {
      node.forget();
      all.add(
          node.connect()
              .compose(open -> bringBack(open, change(node, changes)))
              .recover(
                  failure -> {
                    stuck.put(
                        node,
                        failure instanceof NodeException known
                            ? known
                            : new NodeException.Unreachable(String.valueOf(failure)));
                    return Future.succeededFuture();
                  }));
    }
    return Future.join(all).map(done -> stuck);
  }

  private static Future<Void> bringBack(NodeConnection open, NodeChange change) {
    return NodeLibraries.read(open)
        .compose(
            held -> {
              List<List<Bytes>> commands = change.undoing(held);
              return commands.isEmpty()
                  ? Future.succeededFuture()
                  : open.transaction(commands).compose(NodeChange::checkUndone);
            });
  }

  private List<Deployment.Failure> told(Map<Node, NodeException> stuck) {
    List<Deployment.Failure> told = new ArrayList<>();
    failures.forEach((node, reason) -> told.add(told(node, "", reason)));
    stuck.forEach((node, reason) -> told.add(told(node, "cannot be brought back: ", reason)));
    return told;
  }

  private static Deployment.Failure told(Node node, String before, NodeException reason) {
    return new Deployment.Failure(node.address(), Bytes.of(before + reason.getMessage()));
  }
}
