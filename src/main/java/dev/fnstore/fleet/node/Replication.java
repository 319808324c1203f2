package dev.fnstore.fleet.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom a server follows, and who follows it.
 *
 * @param primary of a replica; empty for a primary
 * @param linkUp whether a replica hears from its primary; false for a primary
 * @param id of the history of the data
 * @param resyncBytes of a replica: what it has received from primaries that was not the stream of
 *     commands, less or more a constant. It stays as it is while the stream goes on, also when the
 *     link is lost and taken up again, and changes with each full resync, since that brings an RDB
 *     file. 0 for a primary
 * @param replicas of this server, in its order; without those whose address is not known yet
 */
public record Replication(
    Role role,
    Optional<Endpoint> primary,
    boolean linkUp,
    String id,
    long resyncBytes,
    List<Endpoint> replicas) {
  public Replication {
    replicas = List.copyOf(replicas);
  }

  static Replication of(InfoText info) throws NodeException {
    boolean replica = "slave".equals(info.find("role"));
    return new Replication(
        replica ? Role.REPLICA : Role.PRIMARY,
        replica ? info.endpoint("master_host", "master_port") : Optional.empty(),
        "up".equals(info.find("master_link_status")),
        // a Sentinel has none
        String.valueOf(info.find("master_replid")),
        replica
            ? info.number("total_net_repl_input_bytes") - info.number("slave_read_repl_offset")
            : 0,
        replicas(info));
  }

  private static List<Endpoint> replicas(InfoText info) throws NodeException {
    List<Endpoint> replicas = new ArrayList<>();
    // the numbers have no gaps, whatever connected_slaves says
    for (int i = 0; info.find("slave" + i) != null; i++) {
      InfoText fields = new InfoText(info.text("slave" + i).replace(',', '\n').replace('=', ':'));
      fields.endpoint("ip", "port").ifPresent(replicas::add);
    }
    return replicas;
  }
}
