package dev.fnstore.history;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.registry.RegistryImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How one library differs between two images.
 *
 * @param before null if it was not there
 * @param after null if it is not there
 */
public record LibraryDifference(
    Bytes libraryName, @Nullable Library before, @Nullable Library after) {

  /** All differences of libraries whose names are wanted, in the byte order of names. */
  public static List<LibraryDifference> between(
      RegistryImage from, RegistryImage to, Predicate<Bytes> wanted) {
    SortedSet<Bytes> names = new TreeSet<>();
    from.libraries().forEach(library -> names.add(library.library().name()));
    to.libraries().forEach(library -> names.add(library.library().name()));
    List<LibraryDifference> differences = new ArrayList<>();
    for (Bytes name : names) {
      Library before = library(from, name);
      Library after = library(to, name);
      boolean same = before != null && after != null && before.digest().equals(after.digest());
      if (!same && wanted.test(name)) {
        differences.add(new LibraryDifference(name, before, after));
      }
    }
    return differences;
  }

  private static @Nullable Library library(RegistryImage image, Bytes name) {
    return image.library(name).map(registered -> registered.library()).orElse(null);
  }

  /** {@code added}, {@code removed} or {@code changed}. */
  public String change() {
    return before == null ? "added" : after == null ? "removed" : "changed";
  }

  /** Names of functions that only the one after has. */
  public List<Bytes> functionsAdded() {
    return missing(functions(after), functions(before));
  }

  /** Names of functions that only the one before has. */
  public List<Bytes> functionsRemoved() {
    return missing(functions(before), functions(after));
  }

  /** Names of functions that both have, with other flags or another description. */
  public List<Bytes> functionsChanged() {
    List<Bytes> names = new ArrayList<>();
    for (FunctionSpec function : functions(before)) {
      Optional<FunctionSpec> other = named(functions(after), function.name());
      if (other.isPresent() && !other.get().equals(function)) {
        names.add(function.name());
      }
    }
    return names;
  }

  private static List<Bytes> missing(List<FunctionSpec> of, List<FunctionSpec> in) {
    return of.stream().map(FunctionSpec::name).filter(name -> named(in, name).isEmpty()).toList();
  }

  private static Optional<FunctionSpec> named(List<FunctionSpec> functions, Bytes name) {
    return functions.stream().filter(function -> function.name().equals(name)).findFirst();
  }

  private static List<FunctionSpec> functions(@Nullable Library library) {
    return library == null ? List.of() : library.functions();
  }
}
