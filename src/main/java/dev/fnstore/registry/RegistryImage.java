package dev.fnstore.registry;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.model.Change;
import dev.fnstore.model.Event;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredFunction;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Tag;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The registry at one revision, immutable. Images share structure, so one per event is cheap.
 *
 * <p>Libraries are found by their exact name and iterate in its byte order; functions are found by
 * their name in either case, as FCALL finds them.
 */
public final class RegistryImage {
  public static final RegistryImage EMPTY =
      new RegistryImage(
          Revision.ZERO, Revision.ZERO, TreePMap.empty(), null, TreePMap.empty(), Targets.NONE);

  private final Revision revision;
  private final Revision changed;
  private final TreePMap<Bytes, RegisteredLibrary> libraries;
  private final TreePMap<Bytes, Tag> tags;
  private final Targets targets;

  /**
   * Null until somebody asks: an image that is folded on, or listed, needs none. Two threads that
   * ask at once make the same.
   */
  private volatile @Nullable TreePMap<Bytes, RegisteredFunction> functions;

  private RegistryImage(
      Revision revision,
      Revision changed,
      TreePMap<Bytes, RegisteredLibrary> libraries,
      @Nullable TreePMap<Bytes, RegisteredFunction> functions,
      TreePMap<Bytes, Tag> tags,
      Targets targets) {
    this.revision = revision;
    this.changed = changed;
    this.libraries = libraries;
    this.functions = functions;
    this.tags = tags;
    this.targets = targets;
  }

  /** The image that a snapshot describes. */
  public static RegistryImage of(
      Revision revision,
      Revision changed,
      Collection<RegisteredLibrary> libraries,
      Collection<Tag> tags,
      Collection<RegisteredTarget> targets) {
    // Sorted first and made at once, since one persistent map for each library is most of a start.
    SortedMap<Bytes, RegisteredLibrary> byName = new TreeMap<>();
    libraries.forEach(library -> byName.put(library.library().name(), library));
    SortedMap<Bytes, Tag> tagsByName = new TreeMap<>();
    tags.forEach(tag -> tagsByName.put(tag.name(), tag));
    return new RegistryImage(
        revision,
        changed,
        TreePMap.fromSortedMap(byName),
        null,
        TreePMap.fromSortedMap(tagsByName),
        Targets.of(targets));
  }

  private TreePMap<Bytes, RegisteredFunction> functions() {
    TreePMap<Bytes, RegisteredFunction> present = functions;
    if (present == null) {
      SortedMap<Bytes, RegisteredFunction> byName = new TreeMap<>();
      for (RegisteredLibrary library : libraries.values()) {
        for (FunctionSpec function : library.library().functions()) {
          byName.put(function.name().toLowerCase(), new RegisteredFunction(library, function));
        }
      }
      present = TreePMap.fromSortedMap(byName);
      functions = present;
    }
    return present;
  }

  public Revision revision() {
    return revision;
  }

  /** The revision of the last event that loaded or removed a library; 0 if none has. */
  public Revision changed() {
    return changed;
  }

  /** In the byte order of their names. */
  public Collection<Tag> tags() {
    return tags.values();
  }

  public Optional<Tag> tag(Bytes name) {
    return Optional.ofNullable(tags.get(name));
  }

  public Targets targets() {
    return targets;
  }

  /** In the byte order of their names. */
  public Collection<RegisteredLibrary> libraries() {
    return libraries.values();
  }

  public int libraryCount() {
    return libraries.size();
  }

  public int functionCount() {
    return functions().size();
  }

  /** Those whose names match, in the byte order of names. */
  public List<Library> libraries(Glob pattern) {
    return libraries.values().stream()
        .map(RegisteredLibrary::library)
        .filter(library -> pattern.matches(library.name()))
        .toList();
  }

  public Optional<RegisteredLibrary> library(Bytes name) {
    return Optional.ofNullable(libraries.get(name));
  }

  /** The function of this name, ASCII letters of either case being the same. */
  public Optional<RegisteredFunction> function(Bytes name) {
    return Optional.ofNullable(functions().get(name.toLowerCase()));
  }

  /**
   * The image after {@code event}, which must be the next one.
   *
   * @throws IllegalStateException if it is not, since then the log has a gap
   */
  public RegistryImage fold(Event event) {
    if (!event.revision().equals(revision.next())) {
      throw new IllegalStateException(
          "event " + event.revision() + " cannot follow revision " + revision);
    }
    return after(event.change());
  }

  /** The image after {@code change} as the next event; see {@link #fold}. */
  @SuppressWarnings("ReferenceEquality") // maps that are compared entry by entry cost too much
  public RegistryImage after(Change change) {
    Revision at = revision.next();
    RegistryImage next = apply(change, at);
    boolean touched = next.libraries != libraries;
    return new RegistryImage(
        at,
        touched ? at : changed,
        next.libraries,
        next.functions,
        next.tags,
        targets.after(change, at));
  }

  private RegistryImage apply(Change change, Revision at) {
    if (change instanceof Change.Load load) {
      return loaded(load.library(), at);
    } else if (change instanceof Change.Delete delete) {
      return without(delete.libraryName());
    } else if (change instanceof Change.Flush) {
      return withoutLibraries();
    } else if (change instanceof Change.Restore restore) {
      RegistryImage image = restore.policy() == RestorePolicy.FLUSH ? withoutLibraries() : this;
      return image.loadedAll(restore.libraries(), at);
    } else if (change instanceof Change.Rollback rollback) {
      RegistryImage image = this;
      for (Bytes name : rollback.removed()) {
        image = image.without(name);
      }
      return image.loadedAll(rollback.libraries(), at);
    } else if (change instanceof Change.TagSet tag) {
      return withTags(tags.plus(tag.name(), new Tag(tag.name(), tag.revision(), at)));
    } else if (change instanceof Change.TagDelete tag) {
      return withTags(tags.minus(tag.name()));
    }
    return this; // of users, parameters and old revisions, an image says nothing
  }

  /** Two of them may have swapped a function name: all old ones go first. */
  private RegistryImage loadedAll(List<Library> loaded, Revision at) {
    List<RegisteredLibrary> next = loaded.stream().map(library -> next(library, at)).toList();
    RegistryImage result = this;
    for (Library library : loaded) {
      result = result.without(library.name());
    }
    for (RegisteredLibrary library : next) {
      result = result.with(library);
    }
    return result;
  }

  private RegistryImage loaded(Library library, Revision at) {
    RegisteredLibrary next = next(library, at);
    RegisteredLibrary before = libraries.get(library.name());
    TreePMap<Bytes, RegisteredFunction> present = functions; // read once: others may fill it in
    if (before == null
        || (present != null && !before.library().functions().equals(library.functions()))) {
      return without(library.name()).with(next);
    }
    return with(
        next, present); // nothing goes that does not come again: half the work of most loads
  }

  private RegisteredLibrary next(Library library, Revision at) {
    RegisteredLibrary before = libraries.get(library.name());
    return before == null
        ? new RegisteredLibrary(library, at, at, 1)
        : new RegisteredLibrary(library, before.created(), at, before.version() + 1);
  }

  /** With one more library, at the same revision; its name and functions must be free. */
  RegistryImage with(RegisteredLibrary library) {
    return with(library, functions);
  }

  private RegistryImage with(
      RegisteredLibrary library, @Nullable TreePMap<Bytes, RegisteredFunction> present) {
    TreePMap<Bytes, RegisteredFunction> more = present;
    if (more != null) {
      for (FunctionSpec function : library.library().functions()) {
        more = more.plus(function.name().toLowerCase(), new RegisteredFunction(library, function));
      }
    }
    return withLibraries(libraries.plus(library.library().name(), library), more);
  }

  private RegistryImage without(Bytes name) {
    RegisteredLibrary library = libraries.get(name);
    if (library == null) {
      return this;
    }
    TreePMap<Bytes, RegisteredFunction> fewer = functions;
    if (fewer != null) {
      for (FunctionSpec function : library.library().functions()) {
        fewer = fewer.minus(function.name().toLowerCase());
      }
    }
    return withLibraries(libraries.minus(name), fewer);
  }

  private RegistryImage withoutLibraries() {
    return libraries.isEmpty() ? this : withLibraries(TreePMap.empty(), null);
  }

  private RegistryImage withLibraries(
      TreePMap<Bytes, RegisteredLibrary> newLibraries,
      @Nullable TreePMap<Bytes, RegisteredFunction> newFunctions) {
    return new RegistryImage(revision, changed, newLibraries, newFunctions, tags, targets);
  }

  private RegistryImage withTags(TreePMap<Bytes, Tag> newTags) {
    return new RegistryImage(revision, changed, libraries, functions, newTags, targets);
  }

  /** Equal where they hold the same libraries, tags and targets with the same history. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RegistryImage that
        && revision.equals(that.revision)
        && changed.equals(that.changed)
        && libraries.equals(that.libraries)
        && tags.equals(that.tags)
        && targets.equals(that.targets);
  }

  @Override
  public int hashCode() {
    return revision.hashCode();
  }

  @Override
  public String toString() {
    return "registry at revision " + revision + ": " + libraryCount() + " libraries";
  }
}
