package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.LibraryCode;
import dev.fnstore.engine.ScriptEngine;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.model.Digest;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.registry.LibraryHeader;
import dev.fnstore.registry.RefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a source text into a library: compiles it and runs its top level once, in a scope of its
 * own.
 */
final class LibraryResolver {
  private final Engines engines;
  private final CodeCache code;

  LibraryResolver(Engines engines, CodeCache code) {
    this.engines = engines;
    this.code = code;
  }

  /**
   * The engine that a header names.
   *
   * @throws RefusedException if there is none
   */
  ScriptEngine engine(LibraryHeader header) throws RefusedException {
    return engines
        .named(header.engine())
        .orElseThrow(() -> RefusedException.naming("Engine '", header.engine(), "' not found"));
  }

  /**
   * Compiles and runs {@code source}.
   *
   * @throws RefusedException if it does not compile, fails, takes longer than the load limit, or
   *     registers nothing
   */
  Library resolve(LibraryHeader header, ScriptEngine engine, Bytes source) throws RefusedException {
    return resolve(header, engine, source, Digest.of(source), null);
  }

  /**
   * As {@link #resolve(LibraryHeader, ScriptEngine, Bytes)}.
   *
   * @param digest of {@code source}
   * @param compiled what it compiles to, if that is known already
   */
  Library resolve(
      LibraryHeader header,
      ScriptEngine engine,
      Bytes source,
      Digest digest,
      @Nullable LibraryCode compiled)
      throws RefusedException {
    try {
      List<FunctionSpec> functions =
          code.compile(engine.name(), digest, source, compiled)
              .register(
                  Interrupt.after(RunningLibraries.LOAD_LIMIT_MS, RunningLibraries.LOAD_TIMEOUT));
      if (functions.isEmpty()) {
        throw new RefusedException("No functions registered");
      }
      return new Library(header.name(), engine.name(), digest, functions);
    } catch (ScriptException e) {
      throw new RefusedException(e.text());
    }
  }

  /**
   * Compiles a library that was loaded once, without the cache; for any thread.
   *
   * @throws RefusedException if its engine is not there, or does not compile it any more
   */
  ApartLibrary compileApart(Library library, Bytes source) throws RefusedException {
    Bytes name = Bytes.of(library.engine());
    ScriptEngine engine =
        engines
            .named(name)
            .orElseThrow(() -> RefusedException.naming("Engine '", name, "' not found"));
    try {
      return new ApartLibrary(library, engine.compileLibrary(source));
    } catch (ScriptException e) {
      throw new RefusedException(e.text());
    }
  }
}
