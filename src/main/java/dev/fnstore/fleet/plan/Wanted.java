package dev.fnstore.fleet.plan;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.model.Digest;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.model.Revision;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What every node of a target should hold. */
public final class Wanted {
  private final Revision revision;
  private final SortedMap<Bytes, Library> libraries = new TreeMap<>();
  private final SortedMap<Bytes, Digest> digests = new TreeMap<>();

  /** Libraries by the names of their functions in lower case, as servers find them. */
  private final Map<Bytes, Bytes> owners = new HashMap<>();

  /**
   * The libraries of an image that a target takes.
   *
   * @param revision of that image
   * @param patterns of the names of libraries; none is all
   */
  public Wanted(Revision revision, Collection<Library> image, List<Bytes> patterns) {
    this.revision = revision;
    List<Glob> globs = patterns.stream().map(Glob::ignoringCase).toList();
    for (Library library : image) {
      if (globs.isEmpty() || globs.stream().anyMatch(glob -> glob.matches(library.name()))) {
        libraries.put(library.name(), library);
        digests.put(library.name(), library.digest());
        for (FunctionSpec function : library.functions()) {
          owners.put(function.name().toLowerCase(), library.name());
        }
      }
    }
  }

  public Revision revision() {
    return revision;
  }

  /** Digests by name. */
  public SortedMap<Bytes, Digest> digests() {
    return Collections.unmodifiableSortedMap(digests);
  }

  /** The names of a library's functions; none of a library that is not wanted. */
  public List<Bytes> functions(Bytes library) {
    Library found = libraries.get(library);
    return found == null
        ? List.of()
        : found.functions().stream().map(FunctionSpec::name).sorted().toList();
  }

  boolean has(Bytes library) {
    return libraries.containsKey(library);
  }

  /** Which library has a function, if any has. */
  Optional<Bytes> ownerOf(Bytes function) {
    return Optional.ofNullable(owners.get(function.toLowerCase()));
  }
}
