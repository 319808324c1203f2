package dev.fnstore.registry;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Change;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredFunction;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.Revision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What it takes to have libraries again as they were in an older image.
 *
 * @param from the revision of the image that it was made on
 * @param to the revision of the older image
 * @param added those that are not there now, in the byte order of their names
 * @param removed those that were not there then
 * @param changed those that were there in another text
 */
public record RollbackPlan(
    Revision from, Revision to, List<Library> added, List<Bytes> removed, List<Library> changed) {
  public RollbackPlan {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
  }

  /**
   * Compares two images.
   *
   * @param wanted of the names of libraries: all others stay as they are
   * @throws RefusedException if a library that would be loaded has a function of one that stays
   */
  public static RollbackPlan of(RegistryImage present, RegistryImage past, Predicate<Bytes> wanted)
      throws RefusedException {
    List<Library> added = new ArrayList<>();
    List<Library> changed = new ArrayList<>();
    for (RegisteredLibrary then : past.libraries()) {
      Library library = then.library();
      if (wanted.test(library.name())) {
        RegisteredLibrary now = present.library(library.name()).orElse(null);
        if (now == null) {
          added.add(library);
        } else if (!now.library().equals(library)) {
          changed.add(library);
        }
      }
    }
    List<Bytes> removed = new ArrayList<>();
    for (RegisteredLibrary now : present.libraries()) {
      Bytes name = now.library().name();
      if (wanted.test(name) && past.library(name).isEmpty()) {
        removed.add(name);
      }
    }
    RollbackPlan plan =
        new RollbackPlan(present.revision(), past.revision(), added, removed, changed);
    plan.checkAgainstSurvivors(present);
    return plan;
  }

  /** Survivors are the libraries of the present image that the rollback leaves as they are. */
  private void checkAgainstSurvivors(RegistryImage present) throws RefusedException {
    Set<Bytes> going = new HashSet<>(removed);
    changed.forEach(library -> going.add(library.name()));
    for (Library library : change().libraries()) {
      for (FunctionSpec function : library.functions()) {
        RegisteredFunction there = present.function(function.name()).orElse(null);
        if (there != null && !going.contains(there.library().library().name())) {
          throw RefusedException.naming("Function ", function.name(), " already exists");
        }
      }
    }
  }

  /** The change that carries it out, which may be none to any library. */
  public Change.Rollback change() {
    List<Library> loaded = new ArrayList<>(added);
    loaded.addAll(changed);
    loaded.sort((one, other) -> one.name().compareTo(other.name()));
    return new Change.Rollback(to, loaded, removed);
  }
}
