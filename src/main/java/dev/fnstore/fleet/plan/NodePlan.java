package dev.fnstore.fleet.plan;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a node differs from what it should hold; all lists are names of libraries in byte order.
 *
 * @param missing to be loaded
 * @param different to be replaced: there is another text of that name
 * @param surplus to be removed: what was deployed there and is wanted no more, or, where a target
 *     is exclusive, what is foreign
 * @param foreign what was never deployed there
 * @param conflicts why what is missing or different cannot be brought there, each in words; while
 *     there are any, nothing is done to the node
 */
public record NodePlan(
    List<Bytes> missing,
    List<Bytes> different,
    List<Bytes> surplus,
    List<Bytes> foreign,
    List<String> conflicts) {
  /** Nothing is to be done, or nothing is known. */
  public static final NodePlan NONE =
      new NodePlan(List.of(), List.of(), List.of(), List.of(), List.of());

  public NodePlan {
    missing = List.copyOf(missing);
    different = List.copyOf(different);
    surplus = List.copyOf(surplus);
    foreign = List.copyOf(foreign);
    conflicts = List.copyOf(conflicts);
  }

  /** Whether the node holds what it should; foreign libraries that are left alone do not count. */
  public boolean isInSync() {
    return !isChange() && conflicts.isEmpty();
  }

  /** Whether there is something to be done. */
  public boolean isChange() {
    return !missing.isEmpty() || !different.isEmpty() || !surplus.isEmpty();
  }

  /** The names of what is to be loaded. */
  public List<Bytes> loaded() {
    SortedSet<Bytes> all = new TreeSet<>(missing);
    all.addAll(different);
    return Collections.unmodifiableList(new ArrayList<>(all));
  }

  /** The names of what is there and goes, or is replaced. */
  public List<Bytes> replaced() {
    SortedSet<Bytes> all = new TreeSet<>(different);
    all.addAll(surplus);
    return Collections.unmodifiableList(new ArrayList<>(all));
  }
}
