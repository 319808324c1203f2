package dev.fnstore.registry;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Change;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Target;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** The targets of an image, immutable. */
public final class Targets {
  static final Targets NONE = new Targets(TreePMap.empty());

  private final TreePMap<Bytes, RegisteredTarget> byName;

  private Targets(TreePMap<Bytes, RegisteredTarget> byName) {
    this.byName = byName;
  }

  static Targets of(Collection<RegisteredTarget> targets) {
    SortedMap<Bytes, RegisteredTarget> sorted = new TreeMap<>();
    targets.forEach(target -> sorted.put(target.target().name(), target));
    return new Targets(TreePMap.fromSortedMap(sorted));
  }

  /** In the byte order of their names. */
  public Collection<RegisteredTarget> all() {
    return byName.values();
  }

  public Optional<RegisteredTarget> find(Bytes name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * TARGET ADD.
   *
   * @param replace whether one of this name may be there and is described anew
   * @throws RefusedException if {@code target} cannot be added
   */
  public Change.TargetAdd add(Target target, boolean replace) throws RefusedException {
    if (!Tags.isName(target.name())) {
      throw RefusedException.naming(
          "'",
          target.name(),
          "' cannot name a target: a name is a letter, then letters, digits, '.', '_', '-' and '/',"
              + " at most 128 in all");
    } else if (!replace && byName.containsKey(target.name())) {
      throw RefusedException.naming(
          "Target '", target.name(), "' already exists: REPLACE describes it anew");
    }
    Bytes tag = target.tag();
    if (tag != null && !Tags.isName(tag)) {
      throw RefusedException.naming("'", tag, "' cannot name a tag");
    }
    return new Change.TargetAdd(target);
  }

  /**
   * TARGET REMOVE.
   *
   * @throws RefusedException if there is none of this name
   */
  public Change.TargetRemove remove(Bytes name) throws RefusedException {
    return new Change.TargetRemove(get(name).target().name());
  }

  /**
   * The target of this name.
   *
   * @throws RefusedException if there is none
   */
  public RegisteredTarget get(Bytes name) throws RefusedException {
    RegisteredTarget found = byName.get(name);
    if (found == null) {
      throw RefusedException.naming("There is no target '", name, "'");
    }
    return found;
  }

  /** After a change; what is said of a target that has gone meanwhile changes nothing. */
  Targets after(Change change, Revision at) {
    if (change instanceof Change.TargetAdd add) {
      RegisteredTarget before = byName.get(add.target().name());
      return with(
          before == null
              ? RegisteredTarget.of(add.target(), at)
              : before.describedAs(add.target(), at));
    } else if (change instanceof Change.TargetRemove remove) {
      return new Targets(byName.minus(remove.name()));
    } else if (change instanceof Change.DeployBegin begin) {
      RegisteredTarget before = byName.get(begin.deployment().target());
      return before == null ? this : with(before.begin(begin.deployment(), at));
    } else if (change instanceof Change.DeployEnd end) {
      RegisteredTarget before = byName.get(end.target());
      return before == null || !before.begun().equals(end.begun())
          ? this
          : with(before.end(end.outcome(), end.contested()));
    }
    return this;
  }

  private Targets with(RegisteredTarget target) {
    return new Targets(byName.plus(target.target().name(), target));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Targets that && byName.equals(that.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }
}
