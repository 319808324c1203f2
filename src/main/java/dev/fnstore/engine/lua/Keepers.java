package dev.fnstore.engine.lua;

import dev.fnstore.engine.HeapGuard;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The running libraries, which keep what their upvalues hold; those that fill the heap let go. */
final class Keepers {
  private final Set<LuaLibraryInstance> instances = Collections.newSetFromMap(new WeakHashMap<>());

  void add(LuaLibraryInstance instance) {
    instances.add(instance);
  }

  /**
   * After a run for which there was not enough memory, once what it held itself is garbage: the
   * library that ran lets go, and if it was not that which fills the heap, all do.
   */
  void relieve(@Nullable LuaLibraryInstance ran) {
    if (ran != null) {
      ran.spend();
    }
    if (HeapGuard.ofProcess().isFullOnceCollected()) {
      letGo();
    }
  }

  void letGo() {
    instances.forEach(LuaLibraryInstance::spend);
    instances.clear();
  }
}
