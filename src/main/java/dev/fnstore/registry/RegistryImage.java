package dev.fnstore.registry;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Change;
import dev.fnstore.model.Event;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredFunction;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.model.Revision;
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
      new RegistryImage(Revision.ZERO, TreePMap.empty(), TreePMap.empty());

  private final Revision revision;
  private final TreePMap<Bytes, RegisteredLibrary> libraries;
  private final TreePMap<Bytes, RegisteredFunction> functions;

  private RegistryImage(
      Revision revision,
      TreePMap<Bytes, RegisteredLibrary> libraries,
      TreePMap<Bytes, RegisteredFunction> functions) {
    this.revision = revision;
    this.libraries = libraries;
    this.functions = functions;
  }

  /** The image that a snapshot describes. */
  public static RegistryImage of(Revision revision, Collection<RegisteredLibrary> libraries) {
    // Sorted first and made at once, since one persistent map for each library is most of a start.
    SortedMap<Bytes, RegisteredLibrary> byName = new TreeMap<>();
    SortedMap<Bytes, RegisteredFunction> functions = new TreeMap<>();
    for (RegisteredLibrary library : libraries) {
      byName.put(library.library().name(), library);
      for (FunctionSpec function : library.library().functions()) {
        functions.put(function.name().toLowerCase(), new RegisteredFunction(library, function));
      }
    }
    return new RegistryImage(
        revision, TreePMap.fromSortedMap(byName), TreePMap.fromSortedMap(functions));
  }

  public Revision revision() {
    return revision;
  }

  /** In the byte order of their names. */
  public Collection<RegisteredLibrary> libraries() {
    return libraries.values();
  }

  public int libraryCount() {
    return libraries.size();
  }

  public int functionCount() {
    return functions.size();
  }

  public Optional<RegisteredLibrary> library(Bytes name) {
    return Optional.ofNullable(libraries.get(name));
  }

  /** The function of this name, ASCII letters of either case being the same. */
  public Optional<RegisteredFunction> function(Bytes name) {
    return Optional.ofNullable(functions.get(name.toLowerCase()));
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
    return fold(event.change(), event.revision()).at(event.revision());
  }

  private RegistryImage fold(Change change, Revision at) {
    if (change instanceof Change.Load load) {
      return loaded(load.library(), at);
    } else if (change instanceof Change.Delete delete) {
      return without(delete.libraryName());
    } else if (change instanceof Change.Flush) {
      return EMPTY;
    } else if (change instanceof Change.Restore restore) {
      RegistryImage image = restore.policy() == RestorePolicy.FLUSH ? EMPTY : this;
      // Two of its libraries may have swapped a function name: all old ones go first.
      List<RegisteredLibrary> next =
          restore.libraries().stream().map(library -> image.next(library, at)).toList();
      RegistryImage result = image;
      for (Library library : restore.libraries()) {
        result = result.without(library.name());
      }
      for (RegisteredLibrary library : next) {
        result = result.with(library);
      }
      return result;
    }
    throw new IllegalStateException("no fold for " + change.getClass());
  }

  private RegistryImage loaded(Library library, Revision at) {
    RegisteredLibrary next = next(library, at);
    return without(library.name()).with(next);
  }

  private RegisteredLibrary next(Library library, Revision at) {
    RegisteredLibrary before = libraries.get(library.name());
    return before == null
        ? new RegisteredLibrary(library, at, at, 1)
        : new RegisteredLibrary(library, before.created(), at, before.version() + 1);
  }

  /** With one more library, at the same revision; its name and functions must be free. */
  RegistryImage with(RegisteredLibrary library) {
    TreePMap<Bytes, RegisteredFunction> more = functions;
    for (FunctionSpec function : library.library().functions()) {
      more = more.plus(function.name().toLowerCase(), new RegisteredFunction(library, function));
    }
    return new RegistryImage(revision, libraries.plus(library.library().name(), library), more);
  }

  private RegistryImage without(Bytes name) {
    RegisteredLibrary library = libraries.get(name);
    if (library == null) {
      return this;
    }
    TreePMap<Bytes, RegisteredFunction> fewer = functions;
    for (FunctionSpec function : library.library().functions()) {
      fewer = fewer.minus(function.name().toLowerCase());
    }
    return new RegistryImage(revision, libraries.minus(name), fewer);
  }

  private RegistryImage at(Revision newRevision) {
    return new RegistryImage(newRevision, libraries, functions);
  }

  /** Equal where they hold the same libraries with the same history at the same revision. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RegistryImage that
        && revision.equals(that.revision)
        && libraries.equals(that.libraries);
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
