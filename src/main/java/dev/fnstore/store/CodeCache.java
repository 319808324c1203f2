package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.LibraryCode;
import dev.fnstore.engine.ScriptEngine;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.model.Digest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiled libraries by engine and digest, the least recently used forgotten first. It is bounded
 * by the length of their sources too, since what a source compiles to may be a hundred times as
 * large; a library that runs keeps its own code.
 */
final class CodeCache {
  private static final int MAX_ENTRIES = 1024;
  private static final long MAX_SOURCE_BYTES = Runtime.getRuntime().maxMemory() / 256;

  private record Key(String engine, Digest digest) {}

  private record Compiled(LibraryCode code, int sourceBytes) {}

  private final Engines engines;
  private final Map<Key, Compiled> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long sourceBytes;

  CodeCache(Engines engines) {
    this.engines = engines;
  }

  LibraryCode compile(String engineName, Digest digest, Bytes source) throws ScriptException {
    return compile(engineName, digest, source, null);
  }

  /**
   * As {@link #compile(String, Digest, Bytes)}.
   *
   * @param compiled what {@code source} compiles to, if that is known already
   */
  LibraryCode compile(
      String engineName, Digest digest, Bytes source, @Nullable LibraryCode compiled)
      throws ScriptException {
    Key key = new Key(engineName, digest);
    Compiled cached = entries.get(key);
    if (cached != null) {
      return cached.code();
    }
    ScriptEngine engine =
        engines
            .named(Bytes.of(engineName))
            .orElseThrow(() -> new ScriptException("Engine '" + engineName + "' not found"));
    LibraryCode code = compiled != null ? compiled : engine.compileLibrary(source);
    entries.put(key, new Compiled(code, source.length()));
    sourceBytes += source.length();
    forgetEldest();
    return code;
  }

  /** What a source was compiled to, or null if that is not known any more. */
  @Nullable LibraryCode find(String engineName, Digest digest) {
    Compiled cached = entries.get(new Key(engineName, digest));
    return cached == null ? null : cached.code();
  }

  private void forgetEldest() {
    Iterator<Compiled> eldest = entries.values().iterator();
    while (entries.size() > MAX_ENTRIES || sourceBytes > MAX_SOURCE_BYTES) {
      sourceBytes -= eldest.next().sourceBytes();
      eldest.remove();
    }
  }

  /** What the texts of all that is compiled take together. */
  long sourceBytes() {
    return sourceBytes;
  }

  void clear() {
    entries.clear();
    sourceBytes = 0;
  }
}
