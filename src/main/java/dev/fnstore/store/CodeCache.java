package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.LibraryCode;
import dev.fnstore.engine.ScriptEngine;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.model.Digest;
import java.util.LinkedHashMap;
import java.util.Map;

/** Compiled libraries by engine and digest, the least recently used forgotten first. */
final class CodeCache {
  private static final int MAX_ENTRIES = 1024;

  private record Key(String engine, Digest digest) {}

  private final Engines engines;
  private final Map<Key, LibraryCode> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, LibraryCode> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  CodeCache(Engines engines) {
    this.engines = engines;
  }

  LibraryCode compile(String engineName, Digest digest, Bytes source) throws ScriptException {
    Key key = new Key(engineName, digest);
    LibraryCode cached = entries.get(key);
    if (cached != null) {
      return cached;
    }
    ScriptEngine engine =
        engines
            .named(Bytes.of(engineName))
            .orElseThrow(() -> new ScriptException("Engine '" + engineName + "' not found"));
    LibraryCode code = engine.compileLibrary(source);
    entries.put(key, code);
    return code;
  }

  void clear() {
    entries.clear();
  }
}
