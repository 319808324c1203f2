package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.LibraryCode;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.model.Library;

/** A library of some image, compiled, to be run apart from those that are in use. */
public final class ApartLibrary {
  private final Library library;
  private final LibraryCode code;

  ApartLibrary(Library library, LibraryCode code) {
    this.library = library;
    this.code = code;
  }

  /**
   * Starts an instance of its own; where functions run.
   *
   * @throws ScriptException if it does not start, or does not register what its event says
   */
  public LibraryInstance start() throws ScriptException {
    return start(library, code);
  }

  /** Starts {@code code}, under Valkey's limit for the top level of a library. */
  static LibraryInstance start(Library library, LibraryCode code) throws ScriptException {
    LibraryInstance started =
        code.start(Interrupt.after(RunningLibraries.LOAD_LIMIT_MS, RunningLibraries.LOAD_TIMEOUT));
    if (!started.functions().equals(library.functions())) {
      throw new ScriptException(
          Bytes.of("Library '")
              .concat(library.name())
              .concat(Bytes.of("' registers other functions than when it was loaded")));
    }
    return started;
  }
}
