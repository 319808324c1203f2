package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.NodeConnection;
import dev.fnstore.fleet.node.NodeException;
import dev.fnstore.fleet.node.Signature;
import dev.fnstore.model.Deployment;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries a deployment out: one node of each version of a server first, then all others, each in
 * one transaction; where a node refuses, all are brought back. It belongs to the fleet's event
 * loop.
 */
final class Rollout {
  private static final int WAIT_MS = 1000;
  private static final int MOST_WAITS = 5;

  /** Errors that say nothing of the libraries, and that pass. */
  private static final Set<String> PASSING =
      Set.of("READONLY", "LOADING", "MASTERDOWN", "BUSY", "NOAUTH", "WRONGPASS", "NOREPLICAS");

  private final boolean isStrict;
  private final Map<Node, NodeChange> changes;
  private final List<Node> touched = new ArrayList<>();
  private final Map<Node, NodeException> failures = new LinkedHashMap<>();
  private boolean isRefused;

  /** How it ended, and why where it did. */
  record Result(Deployment.Outcome outcome, List<Deployment.Failure> failures, boolean isRefused) {
    /** With what else has failed. */
    Result with(List<Deployment.Failure> more) {
      List<Deployment.Failure> all = new ArrayList<>(failures);
      all.addAll(more);
      return new Result(outcome, all, isRefused);
    }
  }

  /**
   * A rollout that has not begun.
   *
   * @param isStrict whether a node that cannot be reached has all others brought back too; else it
   *     is left out
   * @param changes what is done to which node
   */
  Rollout(boolean isStrict, Map<Node, NodeChange> changes) {
    this.isStrict = isStrict;
    this.changes = new LinkedHashMap<>(changes);
  }

  /** Does it. */
  Future<Result> run() {
    List<Node> first = firstOfEachVersion();
    List<Node> others = new ArrayList<>(changes.keySet());
    others.removeAll(first);
    return changeAll(first)
        .compose(done -> isEnded() ? Future.succeededFuture() : changeAll(others))
        .compose(done -> isEnded() ? undo() : Future.succeededFuture(deployed()));
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
    return isRefused || (isStrict && !failures.isEmpty());
  }

  private Future<Void> changeAll(List<Node> nodes) {
    List<Future<Void>> all = new ArrayList<>();
    nodes.forEach(node -> all.add(change(node)));
    return Future.join(all).mapEmpty();
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
        node.forget();
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
              if (count == null || count.toInteger() >= replicas) {
                return Future.succeededFuture();
              } else if (waits > 1 && isStrict) {
                return awaitReplicas(node, open, replicas, waits - 1);
              }
              return Future.succeededFuture();
            });
  }

  private Future<Void> failed(Node node, Throwable failure) {
    NodeException reason =
        failure instanceof NodeException known
            ? known
            : new NodeException.Unreachable(String.valueOf(failure));
    failures.put(node, reason);
    if (reason instanceof NodeException.Refused refused && !PASSING.contains(refused.code())) {
      isRefused = true;
      node.refused(reason);
    } else {
      node.forget();
      if (!(reason instanceof NodeException.Refused)) {
        node.failed(reason);
      }
    }
    return Future.succeededFuture();
  }

  private Result deployed() {
    return new Result(Deployment.Outcome.DEPLOYED, told(Map.of()), false);
  }

  /** Brings back all that was touched, also where it is not known whether it was changed. */
  private Future<Result> undo() {
    Map<Node, NodeException> stuck = new LinkedHashMap<>();
    List<Future<Void>> all = new ArrayList<>();
    for (Node node : touched) {
      node.forget();
      all.add(
          node.connect()
              .compose(open -> open.transaction(change(node, changes).undoing()))
              .compose(NodeChange::checkUndone)
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
    return Future.join(all)
        .map(
            done ->
                new Result(
                    stuck.isEmpty() ? Deployment.Outcome.UNDONE : Deployment.Outcome.UNCERTAIN,
                    told(stuck),
                    isRefused));
  }

  private List<Deployment.Failure> told(Map<Node, NodeException> stuck) {
    List<Deployment.Failure> told = new ArrayList<>();
    failures.forEach((node, reason) -> told.add(told(node, "", reason)));
    stuck.forEach((node, reason) -> told.add(told(node, "cannot be brought back: ", reason)));
    return told;
  }

  private static Deployment.Failure told(Node node, String before, NodeException reason) {
    return new Deployment.Failure(
        Bytes.of(node.endpoint().toString()), Bytes.of(before + reason.getMessage()));
  }
}
