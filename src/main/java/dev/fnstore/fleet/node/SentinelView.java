package dev.fnstore.fleet.node;

import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a Sentinel says of the servers that it watches. */
final class SentinelView {
  private static final Replies MASTERS = new Replies("SENTINEL MASTERS");
  private static final Replies ADDRESS = new Replies("SENTINEL GET-MASTER-ADDR-BY-NAME");
  private static final Replies REPLICAS = new Replies("SENTINEL REPLICAS");

  private final NodeConnection connection;

  SentinelView(NodeConnection connection) {
    this.connection = connection;
  }

  /**
   * Asks for one primary and its replicas.
   *
   * @param wanted its name; null: there is one only
   * @return fails with a {@link NodeException}, and with a {@link DiscoveryException} if there are
   *     several and none is named
   */
  Future<Topology> read(@Nullable String wanted) {
    return connection.ask("SENTINEL", "MASTERS").compose(reply -> watched(reply, wanted));
  }

  private Future<Topology> watched(@Nullable Response reply, @Nullable String wanted) {
    try {
      Map<String, Boolean> downByName = new TreeMap<>();
      for (Response item : MASTERS.items(reply)) {
        Map<String, @Nullable Response> fields = MASTERS.fields(item);
        downByName.put(MASTERS.text(fields.get("name")), isDown(fields));
      }
      String name = choose(List.copyOf(downByName.keySet()), wanted);
      return replicas(name, downByName.getOrDefault(name, false));
    } catch (NodeException | DiscoveryException e) {
      return Future.failedFuture(e);
    }
  }

  static String choose(List<String> names, @Nullable String wanted)
      throws NodeException, DiscoveryException {
    String list = String.join(", ", names);
    if (names.isEmpty()) {
      throw new NodeException.Unreachable("the Sentinel there watches nobody");
    }
    if (wanted != null && !names.contains(wanted)) {
      throw new NodeException.Unreachable(
          "the Sentinel there does not watch " + wanted + ", but " + list);
    }
    if (wanted == null && names.size() > 1) {
      throw new DiscoveryException(
          "Sentinels watch several deployments: say which one by ?master=NAME, one of " + list);
    }
    return wanted == null ? names.get(0) : wanted;
  }

  private Future<Topology> replicas(String name, boolean down) {
    var address = connection.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", name);
    var replicas = connection.ask("SENTINEL", "REPLICAS", name);
    return Future.join(address, replicas)
        .compose(
            both -> {
              try {
                return Future.succeededFuture(topology(address.result(), down, replicas.result()));
              } catch (NodeException e) {
                return Future.failedFuture(e);
              }
            });
  }

  private static Topology topology(
      @Nullable Response address, boolean down, @Nullable Response replicas) throws NodeException {
    List<@Nullable Response> place = ADDRESS.items(address);
    Optional<Endpoint> primary =
        place.size() == 2
            ? Endpoints.of(ADDRESS.text(place.get(0)), ADDRESS.text(place.get(1)))
            : Optional.empty();
    if (primary.isEmpty()) {
      throw ADDRESS.strange("no address");
    }
    List<Member> members = new ArrayList<>();
    members.add(Member.primary(primary.get(), down));
    for (Response item : REPLICAS.items(replicas)) {
      Map<String, @Nullable Response> fields = REPLICAS.fields(item);
      boolean failed = isDown(fields);
      Endpoints.of(REPLICAS.text(fields.get("ip")), REPLICAS.text(fields.get("port")))
          .ifPresent(each -> members.add(Member.replica(each, primary.get(), failed)));
    }
    return new Topology(Topology.Kind.SENTINEL, members);
  }

  /** Whether this Sentinel, or all of them, hold a server for gone. */
  private static boolean isDown(Map<String, @Nullable Response> fields) throws NodeException {
    List<String> flags = Arrays.asList(MASTERS.text(fields.get("flags")).split(",", -1));
    return flags.contains("s_down") || flags.contains("o_down");
  }
}
