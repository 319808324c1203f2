package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.plan.Held;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Digest;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds what a deployment makes ours on some nodes while it is somebody else's on others: without
 * that being kept, it would be taken for ours there too, and be replaced.
 */
final class Contested {
  private final RegisteredTarget target;
  private final Deployment deployment;

  /** Whether what is kept of it is not so any more, as when a node was seen that was away. */
  static boolean isOutdated(RegisteredTarget target, Collection<Node> members) {
    Deployment nothing =
        new Deployment(
            target.target().name(), Revision.ZERO, new TreeMap<>(), List.of(), List.of());
    return !new Contested(target, nothing).after(members, Set.of()).equals(target.contested());
  }

  Contested(RegisteredTarget target, Deployment deployment) {
    this.target = target;
    this.deployment = deployment;
  }

  /**
   * The names that are contested once the deployment has ended, by address.
   *
   * @param changed nodes that hold all of it
   */
  SortedMap<Bytes, List<Bytes>> after(Collection<Node> members, Set<Node> changed) {
    SortedMap<Bytes, List<Bytes>> all = new TreeMap<>();
    if (target.target().mode() == Target.Mode.EXCLUSIVE) {
      return all;
    }
    for (Node node : members) {
      List<Bytes> names = new ArrayList<>(candidates(node, changed.contains(node)));
      names.removeIf(name -> node.isSeen() && !isTheirs(node, name));
      if (!names.isEmpty()) {
        all.put(node.address(), names);
      }
    }
    return all;
  }

  /** What was contested there, and what nobody has seen there yet. */
  private NavigableSet<Bytes> candidates(Node node, boolean isChanged) {
    NavigableSet<Bytes> names =
        new TreeSet<>(target.contested().getOrDefault(node.address(), List.of()));
    names.removeIf(name -> !target.libraries().containsKey(name));
    if (isChanged) {
      step(node).forEach(names::remove);
    }
    for (Bytes name : deployment.loaded().keySet()) {
      if (!target.libraries().containsKey(name) && !(isChanged && step(node).contains(name))) {
        names.add(name);
      }
    }
    return names;
  }

  private Set<Bytes> step(Node node) {
    for (Deployment.Step step : deployment.steps()) {
      if (step.addresses().contains(node.address())) {
        return step.loaded().keySet();
      }
    }
    return Set.of();
  }

  private boolean isTheirs(Node node, Bytes name) {
    List<Held> held = node.held();
    for (Held library : held == null ? List.<Held>of() : held) {
      if (library.name().equals(name)) {
        Digest digest = library.digest();
        return !digest.equals(target.libraries().get(name))
            && !digest.equals(deployment.loaded().get(name));
      }
    }
    return false;
  }
}
