package dev.fnstore.engine.lua;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;

/**
 * One object for each string that code names something by, so that a table finds it by identity.
 * For any thread; forgets what nothing else knows.
 */
final class Interned {
  private static final int MOST_BYTES = 64;
  private static final Map<LuaString, WeakReference<LuaString>> KNOWN = new WeakHashMap<>();

  private Interned() {}

  static LuaString of(LuaString string) {
    if (string.m_length > MOST_BYTES) {
      return string;
    }
    synchronized (KNOWN) {
      WeakReference<LuaString> known = KNOWN.get(string);
      @Nullable LuaString first = known == null ? null : known.get();
      if (first == null) {
        KNOWN.put(string, new WeakReference<>(string));
        return string;
      }
      return first;
    }
  }
}
