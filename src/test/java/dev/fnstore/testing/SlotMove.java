package dev.fnstore.testing;

import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of slots without keys from one primary to another.
 *
 * @param slots all of them {@code from}'s
 */
record SlotMove(PeerCluster.Node from, PeerCluster.Node to, List<Integer> slots) {
  /** Valkey answers a SETSLOT only once the replicas have it, but works at many at a time. */
  private static final int CONNECTIONS = 32;

  /**
   * Makes the two agree; other nodes learn it by and by.
   *
   * @throws IllegalStateException if a server refuses, such as for a slot with keys
   */
  void run() {
    setSlots(to, "IMPORTING", from);
    setSlots(from, "MIGRATING", to);
    // the new owner first, so that a slot is never without one
    setSlots(to, "NODE", to);
    setSlots(from, "NODE", to);
  }

  private void setSlots(PeerCluster.Node at, String what, PeerCluster.Node other) {
    List<RespConnection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < Math.min(CONNECTIONS, slots.size()); i++) {
        connections.add(at.connect());
      }
      for (int i = 0; i < slots.size(); i++) {
        connections.get(i % CONNECTIONS).send("CLUSTER", "SETSLOT", slots.get(i), what, other.id());
      }
      connections.forEach(RespConnection::flush);
      for (int i = 0; i < slots.size(); i++) {
        Reply reply = connections.get(i % CONNECTIONS).read();
        if (!reply.equals(Reply.OK)) {
          throw new IllegalStateException(
              at + ": slot " + slots.get(i) + " " + what + ": " + reply);
        }
      }
    } finally {
      connections.forEach(RespConnection::close);
    }
  }
}
