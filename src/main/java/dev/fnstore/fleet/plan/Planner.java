package dev.fnstore.fleet.plan;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Digest;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides what a node needs. */
public final class Planner {
  private final RegisteredTarget target;
  private final Wanted wanted;
  private final boolean isExclusive;

  public Planner(RegisteredTarget target, Wanted wanted) {
    this.target = target;
    this.wanted = wanted;
    this.isExclusive = target.target().mode() == Target.Mode.EXCLUSIVE;
  }

  /** Whether it decides the same: of these very values, which most looks have again. */
  @SuppressWarnings("ReferenceEquality") // to compare them would be as much work as to decide
  public boolean isOf(RegisteredTarget otherTarget, Wanted otherWanted) {
    return target == otherTarget && wanted == otherWanted;
  }

  /**
   * How a node differs.
   *
   * @param address of the node
   * @param held what it holds, in any order
   */
  public NodePlan plan(Bytes address, Collection<Held> held) {
    SortedMap<Bytes, Held> byName = new TreeMap<>();
    held.forEach(library -> byName.put(library.name(), library));
    List<Bytes> missing = new ArrayList<>();
    List<Bytes> different = new ArrayList<>();
    List<Bytes> surplus = new ArrayList<>();
    List<Bytes> foreign = new ArrayList<>();
    List<String> conflicts = new ArrayList<>();
    for (Map.Entry<Bytes, Digest> library : wanted.digests().entrySet()) {
      Held there = byName.get(library.getKey());
      if (there == null) {
        missing.add(library.getKey());
      } else if (!there.digest().equals(library.getValue())) {
        different.add(library.getKey());
        if (!isExclusive && !isOurs(address, there)) {
          foreign.add(library.getKey());
          conflicts.add(
              "it holds a library '" + print(library.getKey()) + "' that fnstore has not deployed");
        }
      }
    }
    for (Held library : byName.values()) {
      if (!wanted.has(library.name())) {
        boolean isOurs = isOurs(address, library);
        if (!isOurs) {
          foreign.add(library.name());
        }
        if (isOurs || isExclusive) {
          surplus.add(library.name());
        } else {
          addConflicts(library, conflicts);
        }
      }
    }
    foreign.sort(null);
    return new NodePlan(missing, different, surplus, foreign, conflicts);
  }

  /** Whether what a node holds was deployed there, or is about to be. */
  public boolean isOurs(Bytes address, Held library) {
    Deployment unfinished = target.unfinished();
    return target.isOurs(address, library.name(), library.digest())
        || (unfinished != null
            && unfinished.loaded().containsKey(library.name())
            && !target.isContested(address, library.name()));
  }

  /** Names of functions are unique on a server. */
  private void addConflicts(Held foreign, List<String> conflicts) {
    for (Bytes function : foreign.functions()) {
      Optional<Bytes> owner = wanted.ownerOf(function);
      if (owner.isPresent()) {
        conflicts.add(
            "its library '"
                + print(foreign.name())
                + "', which fnstore has not deployed, has the function '"
                + print(function)
                + "' of '"
                + print(owner.get())
                + "'");
      }
    }
  }

  private static String print(Bytes name) {
    return name.toText();
  }

  /** What the target holds of ours after a deployment, and did not before, digests by name. */
  public SortedMap<Bytes, Digest> newlyDeployed() {
    SortedMap<Bytes, Digest> loaded = new TreeMap<>();
    wanted
        .digests()
        .forEach(
            (name, digest) -> {
              if (!digest.equals(target.libraries().get(name))) {
                loaded.put(name, digest);
              }
            });
    return loaded;
  }

  /** The names of what the target holds of ours no more after a deployment, in byte order. */
  public List<Bytes> noLongerDeployed() {
    return target.libraries().keySet().stream().filter(name -> !wanted.has(name)).toList();
  }
}
