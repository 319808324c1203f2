package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.Role;
import dev.fnstore.fleet.plan.Held;
import dev.fnstore.fleet.plan.Wanted;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Target;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notes in the trail where a primary holds something else than was deployed there: once for each
 * difference, and for a node that changes all the time ever more seldom.
 */
final class DriftTrail {
  private final FleetStore store;
  private final InstantSource clock;
  private final Map<String, Change.Drift> noted = new HashMap<>();
  private final Map<String, Pace> paces = new HashMap<>();
  private final Map<Node, Found> found = new HashMap<>();

  /** What was found last, and of what. */
  private record Found(
      RegisteredTarget target, Wanted wanted, List<Held> held, Change.@Nullable Drift drift) {}

  DriftTrail(FleetStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Looks at what is known of all nodes.
   *
   * @param wanted what they should hold; what is missing and is on its way out is no difference
   */
  void look(RegisteredTarget target, Members members, Wanted wanted) {
    Set<String> present = new HashSet<>();
    for (Node node : members.all()) {
      String address = node.endpoint().toString();
      present.add(address);
      if (node.role() == Role.PRIMARY && node.isSeen()) {
        Change.Drift drift = drift(target, node, wanted);
        if (drift == null) {
          noted.remove(address);
        } else if (!drift.equals(noted.get(address)) && mayNote(address)) {
          noted.put(address, drift);
          store.note(drift);
        }
      }
    }
    noted.keySet().retainAll(present);
    paces.keySet().retainAll(present);
    found.keySet().retainAll(members.all());
  }

  private boolean mayNote(String address) {
    Pace pace = paces.computeIfAbsent(address, unused -> new Pace());
    boolean isAllowed = pace.allows(clock.millis());
    if (isAllowed) {
      pace.done(clock.millis());
    }
    return isAllowed;
  }

  /**
   * Whether somebody has changed on the node what was deployed there, or what is not to be there.
   */
  boolean isChanged(RegisteredTarget target, Node node, Wanted wanted) {
    Change.Drift drift = drift(target, node, wanted);
    boolean isExclusive = target.target().mode() == Target.Mode.EXCLUSIVE;
    return drift != null
        && !(drift.missing().isEmpty()
            && drift.different().isEmpty()
            && (!isExclusive || (drift.foreign().isEmpty() && drift.moreForeign() == 0)));
  }

  /** Compares only where something is new: most looks find all as it was. */
  @SuppressWarnings("ReferenceEquality") // values that are not the same are compared
  private Change.@Nullable Drift drift(RegisteredTarget target, Node node, Wanted wanted) {
    List<Held> held = node.held();
    if (target.deployed() == null || target.unfinished() != null || held == null) {
      return null;
    }
    Found last = found.get(node);
    if (last == null || last.target != target || last.wanted != wanted || last.held != held) {
      last = new Found(target, wanted, held, drift(target, node, held, wanted));
      found.put(node, last);
    }
    return last.drift;
  }

  private static Change.@Nullable Drift drift(
      RegisteredTarget target, Node node, List<Held> held, Wanted wanted) {
    Map<Bytes, Digest> there = new HashMap<>();
    held.forEach(library -> there.put(library.name(), library.digest()));
    List<Bytes> missing = new ArrayList<>();
    List<Bytes> different = new ArrayList<>();
    Bytes address = node.address();
    target
        .libraries()
        .forEach(
            (name, digest) -> {
              Digest found = there.get(name);
              if (found == null) {
                if (wanted.digests().containsKey(name)) {
                  missing.add(name);
                }
              } else if (!found.equals(digest) && target.isOurs(address, name, found)) {
                different.add(name);
              }
            });
    List<Bytes> foreign =
        held.stream()
            .filter(library -> !target.isOurs(address, library.name(), library.digest()))
            .map(Held::name)
            .sorted()
            .toList();
    return missing.isEmpty() && different.isEmpty() && foreign.isEmpty()
        ? null
        : Change.Drift.bounded(target.target().name(), address, missing, different, foreign);
  }
}
