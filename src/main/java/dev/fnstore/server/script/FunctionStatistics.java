package dev.fnstore.server.script;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.RegisteredFunction;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.server.metrics.FunctionCounters;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to each function since it came, the server started or CONFIG RESETSTAT. Kept
 * for the functions that were called, until they go; for who runs commands.
 */
public final class FunctionStatistics {
  /** Each takes about 25 kB, once it was called some times. */
  private static final int MOST_KEPT = 1000;

  private final int mostKept;
  private final Map<Bytes, OfLibrary> libraries = new HashMap<>();
  private final FunctionCounters others = new FunctionCounters();
  private int kept;

  /** A function that was called. */
  public record Row(Bytes library, Bytes function, FunctionCounters counters) {}

  /** The functions of one library that were called, by their names. */
  private static final class OfLibrary {
    private final Map<Bytes, FunctionCounters> functions = new HashMap<>();
    private RegisteredLibrary library;

    OfLibrary(RegisteredLibrary library) {
      this.library = library;
    }
  }

  public FunctionStatistics() {
    this(MOST_KEPT);
  }

  /**
   * Statistics of no function yet.
   *
   * @param mostKept how many functions have counters of their own
   */
  FunctionStatistics(int mostKept) {
    this.mostKept = mostKept;
  }

  /**
   * The counters of a function, made when it is called first; those of {@link #others} where there
   * are too many. They are its own until {@link #retain}.
   */
  public FunctionCounters of(RegisteredFunction function) {
    RegisteredLibrary library = function.library();
    OfLibrary of = libraries.get(library.library().name());
    FunctionCounters known = of == null ? null : of.functions.get(function.spec().name());
    if (known != null) {
      return known;
    } else if (kept >= mostKept) {
      return others;
    }
    FunctionCounters counters = new FunctionCounters();
    libraries
        .computeIfAbsent(library.library().name(), name -> new OfLibrary(library))
        .functions
        .put(function.spec().name(), counters);
    kept++;
    return counters;
  }

  /** Drops functions that {@code image} has no more, or has in a library that came anew. */
  public void retain(RegistryImage image) {
    libraries
        .entrySet()
        .removeIf(entry -> !retain(entry.getValue(), image.library(entry.getKey()).orElse(null)));
  }

  @SuppressWarnings("ReferenceEquality") // a library that was loaded again is another object
  private boolean retain(OfLibrary of, @Nullable RegisteredLibrary now) {
    if (now == of.library) {
      return true;
    }
    kept -= of.functions.size();
    if (now == null || !now.created().equals(of.library.created())) {
      return false;
    }
    Set<Bytes> present = new HashSet<>();
    now.library().functions().forEach(function -> present.add(function.name()));
    of.functions.keySet().retainAll(present);
    of.library = now;
    kept += of.functions.size();
    return !of.functions.isEmpty();
  }

  /** The functions that were called, in the order of their names, with their libraries' names. */
  public List<Row> functions() {
    Map<Bytes, Row> rows = new TreeMap<>();
    libraries.forEach(
        (library, of) ->
            of.functions.forEach(
                (function, counters) -> rows.put(function, new Row(library, function, counters))));
    rows.values().removeIf(row -> row.counters().calls() == 0);
    return List.copyOf(rows.values());
  }

  /** Of all functions that have no counters of their own. */
  public FunctionCounters others() {
    return others;
  }

  /** CONFIG RESETSTAT. */
  public void reset() {
    libraries.values().forEach(of -> of.functions.values().forEach(FunctionCounters::reset));
    others.reset();
  }
}
