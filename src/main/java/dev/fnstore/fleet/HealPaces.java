package dev.fnstore.fleet;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How often nodes are healed: who changes a node against us all the time gets slower answers, and
 * so does a node that refuses. What only follows the store is never slow.
 */
final class HealPaces {
  private final Map<Node, Pace> paces = new HashMap<>();

  boolean allows(Node suspect, long nowMs) {
    return paces.computeIfAbsent(suspect, unused -> new Pace()).allows(nowMs);
  }

  void done(Node suspect, long nowMs) {
    paces.computeIfAbsent(suspect, unused -> new Pace()).done(nowMs);
  }

  /** Forgets those that have gone. */
  void keep(Collection<Node> present) {
    paces.keySet().retainAll(present);
  }
}
