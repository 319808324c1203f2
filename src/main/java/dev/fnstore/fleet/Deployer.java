package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.Role;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Change;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Digest;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Revision;
import dev.fnstore.payload.PayloadException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Does deployments, so that their begin and their outcome are kept, and ends what was cut off. */
final class Deployer {
  /** After so many looks what a node was to be is not waited for any more. */
  private static final int MOST_ATTEMPTS = 5;

  private final FleetStore store;
  private final Context context;
  private final Members members;
  private final FleetCounters counters;
  private int attempts;
  private boolean isStopped;

  Deployer(FleetStore store, Context context, Members members, FleetCounters counters) {
    this.store = store;
    this.context = context;
    this.members = members;
    this.counters = counters;
  }

  /**
   * Begins and ends nothing more: a deployment that fails since the server ends is not undone, and
   * has no outcome until the next start gives it one, as after a crash.
   */
  void stop() {
    isStopped = true;
  }

  /**
   * Those of {@code nodes} that would let us change them.
   *
   * @param onlyDeletes whether nothing is loaded anywhere, which servers without memory allow
   */
  Future<List<Node>> willing(List<Node> nodes, boolean onlyDeletes) {
    List<Future<Boolean>> all = nodes.stream().map(node -> node.tryOut(onlyDeletes)).toList();
    return Future.join(all)
        .map(
            done -> {
              List<Node> willing = new ArrayList<>();
              for (int i = 0; i < nodes.size(); i++) {
                if (all.get(i).result()) {
                  willing.add(nodes.get(i));
                }
              }
              return willing;
            });
  }

  /**
   * Deploys.
   *
   * @param nodes all are seen, primaries, and need something
   * @param isStrict see {@link Rollout}
   * @return fails with a {@link dev.fnstore.registry.RefusedException} where it has not begun
   */
  Future<Rollout.Result> deploy(
      Draft draft, List<Node> nodes, boolean isStrict, Actor actor, Bytes message) {
    return draft
        .of(nodes)
        .compose(
            drafted ->
                Future.fromCompletionStage(
                        store.begin(drafted.deployment(), actor, message), context)
                    .onSuccess(begun -> counters.countBegin())
                    .compose(
                        begun ->
                            new Rollout(isStrict, drafted.changes(), () -> isStopped)
                                .run()
                                .map(result -> certain(result, drafted.deployment(), isStrict))
                                .compose(
                                    result ->
                                        end(
                                            draft.target(),
                                            drafted.deployment(),
                                            begun,
                                            result,
                                            actor))));
  }

  /** What a node may still hold is not to be forgotten: it would be taken for foreign there. */
  private static Rollout.Result certain(
      Rollout.Result result, Deployment deployment, boolean isStrict) {
    boolean isEverywhere = result.failures().isEmpty() && (isStrict || result.isConfirmed());
    return isEverywhere || deployment.removed().isEmpty() ? result : result.uncertain();
  }

  private Future<Rollout.Result> end(
      RegisteredTarget target,
      Deployment deployment,
      Revision begun,
      Rollout.Result result,
      Actor actor) {
    if (!result.failures().isEmpty()) {
      counters.countFailure();
    }
    Change.DeployEnd end =
        new Change.DeployEnd(
            target.target().name(),
            begun,
            result.outcome(),
            result.failures(),
            new Contested(target, deployment).after(members.all(), result.changed()));
    return Future.fromCompletionStage(store.end(end, actor), context).map(result);
  }

  /**
   * Ends what was begun and has no outcome, since the server has died: finishes it, or brings all
   * back where a node refuses. A node that does not answer is waited for, for a while, unless the
   * target is AUTO: then it gets what it needs when it is back.
   */
  Future<Void> settle(RegisteredTarget target) {
    Deployment unfinished = target.unfinished();
    if (unfinished == null) {
      attempts = 0;
      return Future.succeededFuture();
    }
    if (members.all().stream().noneMatch(Node::isSeen)) {
      return Future.succeededFuture(); // it is we who are cut off
    }
    attempts++;
    Map<Node, Deployment.Step> steps = new LinkedHashMap<>();
    List<Deployment.Failure> absent = new ArrayList<>();
    boolean isAwaited = false;
    for (Deployment.Step step : unfinished.steps()) {
      for (Bytes address : step.addresses()) {
        Node node = members.find(address.toText());
        if (node != null && node.isSeen() && node.role() == Role.PRIMARY) {
          steps.put(node, step);
        } else {
          absent.add(new Deployment.Failure(address, Bytes.of("it does not answer as a primary")));
          isAwaited |= node != null && !node.isSeen();
        }
      }
    }
    if (isAwaited && !target.target().auto() && attempts < MOST_ATTEMPTS) {
      return Future.succeededFuture();
    }
    Set<Digest> digests = new HashSet<>();
    steps.values().forEach(step -> digests.addAll(step.loaded().values()));
    return Future.fromCompletionStage(store.sources(digests), context)
        .compose(sources -> finish(target, unfinished, steps, absent, sources));
  }

  private Future<Void> finish(
      RegisteredTarget target,
      Deployment unfinished,
      Map<Node, Deployment.Step> steps,
      List<Deployment.Failure> absent,
      Map<Digest, Bytes> sources) {
    Map<Node, NodeChange> changes = new LinkedHashMap<>();
    for (Map.Entry<Node, Deployment.Step> each : steps.entrySet()) {
      Remaining remaining = Remaining.of(target, each.getKey(), each.getValue());
      Bytes foreign = remaining.foreign();
      if (foreign != null) {
        absent.add(
            new Deployment.Failure(
                each.getKey().address(),
                Bytes.of("it holds a library '" + foreign.toText() + "' of somebody else")));
        continue;
      }
      try {
        changes.put(each.getKey(), remaining.change(sources));
      } catch (PayloadException | IllegalStateException e) {
        // what is not there now will not be there later either
        return end(target, unfinished, target.begun(), lost(each.getValue(), e), Fleet.ACTOR)
            .mapEmpty();
      }
    }
    return new Rollout(false, changes, () -> isStopped)
        .run()
        .map(
            result ->
                absent.isEmpty()
                    ? certain(result, unfinished, false)
                    : result.uncertain().with(absent))
        .compose(result -> end(target, unfinished, target.begun(), result, Fleet.ACTOR))
        .compose(result -> members.look(false));
  }

  private static Rollout.Result lost(Deployment.Step step, Exception why) {
    List<Deployment.Failure> failures =
        step.addresses().stream()
            .map(
                address ->
                    new Deployment.Failure(address, Bytes.of(String.valueOf(why.getMessage()))))
            .toList();
    return new Rollout.Result(Deployment.Outcome.UNCERTAIN, failures, Set.of(), Set.of(), false);
  }
}
