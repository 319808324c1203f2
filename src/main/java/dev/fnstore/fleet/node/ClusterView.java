package dev.fnstore.fleet.node;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster as one of its members sees it.
 *
 * @param epoch {@code cluster_current_epoch}: a failover makes it grow where the majority is
 * @param ok whether the one who was asked holds the cluster for working
 * @param members all with an address, failed ones too
 * @param heard those that the one who was asked hears from; without itself
 * @param lost those that it does not hear from
 */
record ClusterView(
    long epoch, boolean ok, List<Member> members, List<Endpoint> heard, List<Endpoint> lost) {
  /** The better view is greater: the later one, and of one time that of a cluster that works. */
  static final Comparator<ClusterView> BY_WORTH =
      Comparator.comparingLong(ClusterView::epoch).thenComparing(ClusterView::ok);

  private static final Set<String> NOT_THERE = Set.of("noaddr", "handshake");

  /** Asks a member; fails with a {@link NodeException}. */
  static Future<ClusterView> read(NodeConnection connection, boolean byName) {
    var info = connection.ask("CLUSTER", "INFO");
    var nodes = connection.ask("CLUSTER", "NODES");
    return Future.join(info, nodes)
        .compose(
            both -> {
              try {
                return Future.succeededFuture(
                    parse(
                        new Replies("CLUSTER INFO").text(info.result()),
                        new Replies("CLUSTER NODES").text(nodes.result()),
                        connection.endpoint(),
                        byName));
              } catch (NodeException e) {
                return Future.failedFuture(e);
              }
            });
  }

  /**
   * Makes sense of two answers.
   *
   * @param asked who has given them, for a member that does not know its own address
   * @param byName whether members that announce a host name are to be known by it, as certificates
   *     have it
   */
  static ClusterView parse(String info, String nodes, Endpoint asked, boolean byName)
      throws NodeException {
    List<Line> lines = new ArrayList<>();
    Map<String, Endpoint> byId = new HashMap<>();
    for (String text : nodes.split("\r?\n", -1)) {
      if (!text.isBlank()) {
        Line.parse(text, asked, byName).ifPresent(lines::add);
      }
    }
    lines.forEach(line -> byId.put(line.id, line.endpoint));
    List<Member> members = new ArrayList<>();
    List<Endpoint> heard = new ArrayList<>();
    List<Endpoint> lost = new ArrayList<>();
    for (Line line : lines) {
      members.add(line.member(byId));
      if (!line.flags.contains("myself")) {
        (line.isLost() ? lost : heard).add(line.endpoint);
      }
    }
    if (members.isEmpty()) {
      throw NodeException.strange("CLUSTER NODES", "no member has an address");
    }
    InfoText fields = new InfoText(info);
    return new ClusterView(
        fields.number("cluster_current_epoch"),
        "ok".equals(fields.find("cluster_state")),
        members,
        heard,
        lost);
  }

  /**
   * Whom else to ask, in this order: turn by turn one that the first one does not hear from, since
   * it may be the first one that is cut off, and one that it hears from.
   */
  List<Endpoint> others() {
    List<Endpoint> others = new ArrayList<>();
    for (int i = 0; i < Math.max(lost.size(), heard.size()); i++) {
      if (i < lost.size()) {
        others.add(lost.get(i));
      }
      if (i < heard.size()) {
        others.add(heard.get(i));
      }
    }
    return others;
  }

  /**
   * One line of CLUSTER NODES:
   *
   * <pre>
   *   id ip:port@busport[,hostname] flags primary-id|- ping pong epoch link slots …
   * </pre>
   */
  private record Line(
      String id, Endpoint endpoint, Set<String> flags, String primary, boolean connected) {
    private static final int WORDS = 8;

    /** Empty for a member without an address. */
    static Optional<Line> parse(String text, Endpoint asked, boolean byName) throws NodeException {
      String[] words = text.split(" ", -1);
      if (words.length < WORDS) {
        throw NodeException.strange("CLUSTER NODES", "a line is cut off");
      }
      Set<String> flags = new HashSet<>(Arrays.asList(words[2].split(",", -1)));
      if (flags.stream().anyMatch(NOT_THERE::contains)) {
        return Optional.empty();
      }
      boolean myself = flags.contains("myself");
      return endpoint(words[1], myself ? asked.host() : "", byName)
          .map(
              endpoint ->
                  new Line(
                      words[0], endpoint, flags, words[3], myself || words[7].equals("connected")));
    }

    private static Optional<Endpoint> endpoint(String place, String own, boolean byName) {
      String[] parts = place.split(",", -1);
      int end = parts[0].indexOf('@');
      String address = end < 0 ? parts[0] : parts[0].substring(0, end);
      // of an IPv6 address, too, the last one is before the port
      int colon = address.lastIndexOf(':');
      if (colon < 0) {
        return Optional.empty();
      }
      String host = address.substring(0, colon);
      boolean named = parts.length > 1 && !parts[1].isEmpty() && parts[1].indexOf('=') < 0;
      if (byName && named) {
        host = parts[1];
      }
      return Endpoints.of(host.isEmpty() ? own : host, address.substring(colon + 1));
    }

    Member member(Map<String, Endpoint> byId) {
      boolean replica = flags.contains("slave");
      return new Member(
          endpoint,
          replica ? Role.REPLICA : Role.PRIMARY,
          replica ? Optional.ofNullable(byId.get(primary)) : Optional.empty(),
          flags.contains("fail"));
    }

    boolean isLost() {
      return !connected || flags.contains("fail") || flags.contains("fail?");
    }
  }
}
