package dev.fnstore.history;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one library differs between two images.
 *
 * @param before null if it was not there
 * @param after null if it is not there
 */
public record LibraryDifference(
    Bytes libraryName, @Nullable Library before, @Nullable Library after) {

  /** All differences, in the byte order of names. */
  public static List<LibraryDifference> between(Collection<Library> from, Collection<Library> to) {
    Map<Bytes, Library> left = byName(from);
    Map<Bytes, Library> right = byName(to);
    SortedSet<Bytes> names = new TreeSet<>(left.keySet());
    names.addAll(right.keySet());
    List<LibraryDifference> differences = new ArrayList<>();
    for (Bytes name : names) {
      Library before = left.get(name);
      Library after = right.get(name);
      if (before == null || after == null || !before.digest().equals(after.digest())) {
        differences.add(new LibraryDifference(name, before, after));
      }
    }
    return differences;
  }

  private static Map<Bytes, Library> byName(Collection<Library> libraries) {
    return libraries.stream().collect(Collectors.toMap(Library::name, Function.identity()));
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
