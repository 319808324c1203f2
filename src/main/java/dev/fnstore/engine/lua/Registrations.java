package dev.fnstore.engine.lua;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.FunctionSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.luaj.vm2.LuaValue;

/** What a library has registered so far, in order. */
final class Registrations {
  /** Ends a load with a text that gets no prefix. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message, null, false, false);
    }
  }

  private static final String BAD_NAME =
      "Function names can only contain letters, numbers, or underscores(_) and must be at least one"
          + " character long";

  private final List<FunctionSpec> specs = new ArrayList<>();
  private final Map<Bytes, LuaValue> callbacks = new LinkedHashMap<>();
  private final Map<Bytes, Bytes> byLowerCase = new LinkedHashMap<>();

  void add(FunctionSpec spec, LuaValue callback) {
    Bytes name = spec.name();
    if (!isName(name)) {
      throw new Refused(BAD_NAME);
    } else if (callbacks.containsKey(name)) {
      throw new Refused("Function already exists in the library");
    } else if (byLowerCase.putIfAbsent(name.toLowerCase(), name) != null) {
      // Valkey accepts it, finds only the first, and dies when the library is deleted.
      throw new Refused("Function " + name.toLatin1() + " already exists");
    }
    specs.add(spec);
    callbacks.put(name, callback);
  }

  private static boolean isName(Bytes name) {
    for (int i = 0; i < name.length(); i++) {
      int c = name.at(i) & 0xff;
      if (!Ascii.isAlnum(c) && c != '_') {
        return false;
      }
    }
    return !name.isEmpty();
  }

  boolean isEmpty() {
    return specs.isEmpty();
  }

  List<FunctionSpec> specs() {
    return List.copyOf(specs);
  }

  Map<Bytes, LuaValue> callbacks() {
    return Map.copyOf(callbacks);
  }
}
