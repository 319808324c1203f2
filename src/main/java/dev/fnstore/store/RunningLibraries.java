package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.LibraryCode;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.Revision;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The libraries that have been called: each an instance that belongs to one (library, modification)
 * and keeps its upvalues until the library is loaded again or goes. Started at the first call, so
 * that 10,000 libraries cost nothing at start.
 */
final class RunningLibraries {
  /** Valkey's limit for the top level of a library. */
  static final long LOAD_LIMIT_MS = 500;

  static final String LOAD_TIMEOUT = "FUNCTION LOAD timeout";

  private record Running(Revision modified, LibraryInstance instance) {}

  private final CodeCache code;
  private final Function<Digest, Bytes> sources;
  private final Map<Bytes, Running> running = new HashMap<>();

  RunningLibraries(CodeCache code, Function<Digest, Bytes> sources) {
    this.code = code;
    this.sources = sources;
  }

  /**
   * The instance of a library, started if it was not called before.
   *
   * @throws ScriptException if it does not start, or does not register what its event says
   */
  LibraryInstance instance(RegisteredLibrary registered) throws ScriptException {
    Library library = registered.library();
    LibraryInstance present = find(registered);
    if (present != null) {
      return present;
    }
    LibraryInstance started =
        ApartLibrary.start(
            library,
            code.compile(library.engine(), library.digest(), sources.apply(library.digest())));
    keep(registered, started);
    return started;
  }

  /** The instance of a library, or null if its top level would have to be run for one. */
  @Nullable LibraryInstance find(RegisteredLibrary registered) {
    Running present = running.get(registered.library().name());
    if (present != null
        && present.modified().equals(registered.modified())
        && !present.instance().isSpent()) {
      return present.instance();
    }
    Library library = registered.library();
    LibraryCode compiled = code.find(library.engine(), library.digest());
    LibraryInstance started = compiled == null ? null : compiled.startAtOnce();
    if (started == null || !started.functions().equals(library.functions())) {
      return null;
    }
    keep(registered, started);
    return started;
  }

  private void keep(RegisteredLibrary registered, LibraryInstance instance) {
    running.put(registered.library().name(), new Running(registered.modified(), instance));
  }

  int count() {
    return running.size();
  }

  void forget(Bytes libraryName) {
    running.remove(libraryName);
  }

  void clear() {
    running.clear();
  }
}
