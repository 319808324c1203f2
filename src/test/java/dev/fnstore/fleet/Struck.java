package dev.fnstore.fleet;

import dev.fnstore.testing.PeerCluster;
import java.util.List;
import java.util.Map;

/**
 * What a fault has done.
 *
 * @param hit what STATUS has to say of nodes that are not in sync once something is changed
 * @param lost nodes that may have lost what they alone had
 * @param takesDeletes whether nodes that are hit do what only deletes
 * @param mend takes it back
 */
record Struck(
    Map<PeerCluster.Node, String> hit,
    List<PeerCluster.Node> lost,
    boolean takesDeletes,
    Runnable mend) {
  static final Struck NOBODY = of(Map.of(), () -> {});

  /** All nodes keep what they have. */
  static Struck keeping(Map<PeerCluster.Node, String> hit, Runnable mend) {
    return new Struck(hit, List.of(), false, mend);
  }

  /** Those that are hit may lose something. */
  static Struck of(Map<PeerCluster.Node, String> hit, Runnable mend) {
    return new Struck(hit, List.copyOf(hit.keySet()), false, mend);
  }

  /** Where only what loads something is refused. */
  Struck ofLoads() {
    return new Struck(hit, lost, true, mend);
  }

  /** What STATUS has to say after this change. */
  Map<PeerCluster.Node, String> hitBy(boolean isDelete) {
    return isDelete && takesDeletes ? Map.of() : hit;
  }
}
