package dev.fnstore.fleet.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the members of a deployment by asking one of them, or one of its Sentinels. Each discovery
 * opens its own connections and closes them; nothing is remembered. For all threads.
 */
public final class Discovery {
  /** How long a chain of replicas may be. */
  private static final int MOST_HOPS = 5;

  /** How many members of a cluster are asked beside the first: two that are heard, two that not. */
  private static final int MOST_OTHERS = 4;

  private final Vertx vertx;
  private final Function<String, @Nullable String> environment;
  private final Timeouts timeouts;

  /**
   * A discovery with these means.
   *
   * @param environment the variables of the environment; null where there is none of that name
   */
  public Discovery(Vertx vertx, Function<String, @Nullable String> environment, Timeouts timeouts) {
    this.vertx = vertx;
    this.environment = environment;
    this.timeouts = timeouts;
  }

  /**
   * Asks the seeds one after the other until one has answered. What it is, it says itself: a
   * primary knows its replicas, a replica its primary, a member of a cluster all others (of several
   * members the one with the highest epoch is believed, so that not a minority that is cut off is),
   * a Sentinel those that it watches. Replicas of replicas are not found. A member of a cluster
   * that knows nobody else may have lost its files: it is believed only if no other seed knows
   * more.
   *
   * @return fails with a {@link DiscoveryException} that says what each seed has answered
   */
  public Future<Topology> discover(List<TargetUri> seeds) {
    return discover(List.copyOf(seeds), new ArrayList<>());
  }

  private Future<Topology> discover(List<TargetUri> seeds, List<String> answers) {
    if (answers.size() == seeds.size()) {
      return Future.failedFuture(
          new DiscoveryException(
              seeds.isEmpty() ? "there is no URI to ask" : String.join("; ", answers)));
    }
    TargetUri seed = seeds.get(answers.size());
    return ask(seed)
        .recover(
            failure -> {
              if (!(failure instanceof NodeException)) {
                return Future.failedFuture(failure);
              }
              answers.add(seed.endpoint() + ": " + failure.getMessage());
              return discover(seeds, answers);
            })
        .compose(
            found ->
                isLonely(found)
                    ? larger(found, seeds.subList(seeds.indexOf(seed) + 1, seeds.size()))
                    : Future.succeededFuture(found));
  }

  private static boolean isLonely(Topology found) {
    return found.kind() == Topology.Kind.CLUSTER && found.members().size() == 1;
  }

  /**
   * What the first of {@code others} says that is part of a larger cluster; else {@code lonely}.
   */
  private Future<Topology> larger(Topology lonely, List<TargetUri> others) {
    if (others.isEmpty()) {
      return Future.succeededFuture(lonely);
    }
    TargetUri other = others.get(0);
    List<TargetUri> rest = others.subList(1, others.size());
    if (other.endpoint().equals(lonely.members().get(0).endpoint())) {
      return larger(lonely, rest);
    }
    return ask(other)
        .transform(
            answer ->
                answer.succeeded()
                        && answer.result().kind() == Topology.Kind.CLUSTER
                        && !isLonely(answer.result())
                    ? Future.succeededFuture(answer.result())
                    : larger(lonely, rest));
  }

  /** A seed may be a Sentinel, which has other users: the likelier way in is tried first. */
  private Future<Topology> ask(TargetUri seed) {
    Access nodes = Access.toNodes(seed, environment);
    Access sentinels = Access.toSentinels(seed, environment);
    boolean sentinelFirst = seed.speaksOfSentinels();
    Access first = sentinelFirst ? sentinels : nodes;
    Access second = sentinelFirst ? nodes : sentinels;
    return ask(seed, first)
        .recover(
            failure ->
                failure instanceof NodeException.Refused refused
                        && refused.isOfLogin()
                        && !first.login().equals(second.login())
                    ? ask(seed, second)
                        .recover(again -> Future.failedFuture(refusal(refused, again)))
                    : Future.failedFuture(failure));
  }

  /** A second attempt that was only worth it for a Sentinel says less than the first. */
  private static Throwable refusal(NodeException.Refused first, Throwable second) {
    return second instanceof NodeException.Refused refused && refused.isOfLogin() ? first : second;
  }

  private Future<Topology> ask(TargetUri seed, Access access) {
    Access nodes = Access.toNodes(seed, environment);
    return with(
            seed.endpoint(),
            access,
            connection ->
                Signature.read(connection)
                    .compose(
                        signature ->
                            signature.mode() == Topology.Kind.SENTINEL
                                ? new SentinelView(connection)
                                    .read(seed.master())
                                    .map(topology -> new Step(signature, Optional.of(topology)))
                                : Future.succeededFuture(new Step(signature, Optional.empty()))))
        .compose(
            step -> {
              if (step.topology.isPresent()) {
                return Future.succeededFuture(step.topology.get());
              }
              return step.signature.mode() == Topology.Kind.CLUSTER
                  ? cluster(seed.endpoint(), nodes)
                  : standalone(seed.endpoint(), step.signature, nodes, MOST_HOPS);
            });
  }

  /** What a seed is, and what it watches if it is a Sentinel. */
  private record Step(Signature signature, Optional<Topology> topology) {}

  private Future<Topology> standalone(
      Endpoint endpoint, Signature signature, Access access, int hops) {
    Replication replication = signature.replication();
    if (replication.role() == Role.PRIMARY) {
      List<Member> members = new ArrayList<>();
      members.add(Member.primary(endpoint, false));
      replication.replicas().forEach(each -> members.add(Member.replica(each, endpoint, false)));
      return Future.succeededFuture(new Topology(Topology.Kind.STANDALONE, members));
    }
    Optional<Endpoint> primary = replication.primary();
    if (primary.isEmpty() || hops == 0) {
      return Future.failedFuture(
          new NodeException.Unreachable("it is a replica whose primary cannot be found"));
    }
    return with(primary.get(), access, Signature::read)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof NodeException
                        ? new NodeException.Unreachable(
                            "it is a replica of " + primary.get() + ": " + failure.getMessage())
                        : failure))
        .compose(above -> standalone(primary.get(), above, access, hops - 1));
  }

  private Future<Topology> cluster(Endpoint endpoint, Access access) {
    return view(endpoint, access)
        .compose(
            first -> {
              List<Future<Optional<ClusterView>>> others = new ArrayList<>();
              first.others().stream()
                  .limit(MOST_OTHERS)
                  .forEach(
                      each ->
                          others.add(
                              view(each, access)
                                  .map(Optional::of)
                                  .otherwise(failure -> Optional.empty())));
              return Future.join(others)
                  .map(
                      all -> {
                        ClusterView best = first;
                        for (Future<Optional<ClusterView>> other : others) {
                          best = better(best, other.result());
                        }
                        return new Topology(Topology.Kind.CLUSTER, best.members());
                      });
            });
  }

  private static ClusterView better(ClusterView one, Optional<ClusterView> other) {
    return other.isPresent() && ClusterView.BY_WORTH.compare(other.get(), one) > 0
        ? other.get()
        : one;
  }

  private Future<ClusterView> view(Endpoint endpoint, Access access) {
    TlsOptions tls = access.tls();
    boolean byName = tls != null && !tls.insecure();
    return with(endpoint, access, connection -> ClusterView.read(connection, byName));
  }

  /** Does something over a connection, and closes that whatever comes of it. */
  private <T> Future<T> with(
      Endpoint endpoint, Access access, Function<NodeConnection, Future<T>> work) {
    return NodeConnection.open(vertx, endpoint, access, timeouts)
        .compose(
            connection ->
                Future.succeededFuture(connection).compose(work).eventually(connection::close));
  }
}
