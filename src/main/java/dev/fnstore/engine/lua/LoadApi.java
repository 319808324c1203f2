package dev.fnstore.engine.lua;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.FunctionFlag;
import dev.fnstore.model.FunctionSpec;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code server.register_function}, in both its forms. */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class LoadApi {
  private static final String API = "server.register_function";

  private final Session session;

  private LoadApi(Session session) {
    this.session = session;
  }

  static void addTo(Library library, Session session) {
    library.add("register_function", new LoadApi(session)::register);
  }

  private Varargs register(Varargs arguments) {
    int count = arguments.narg();
    if (count < 1 || count > 2) {
      throw ErrorTable.raise("wrong number of arguments to " + API);
    }
    Registrations registrations = session.registrations();
    if (registrations == null) {
      throw ErrorTable.raise(API + " can only be called on FUNCTION LOAD command");
    }
    if (count == 1) {
      registerNamed(registrations, arguments.arg(1));
    } else {
      registerPlain(registrations, arguments.arg(1), arguments.arg(2));
    }
    return LuaValue.NONE;
  }

  private static void registerPlain(Registrations registrations, LuaValue name, LuaValue callback) {
    LuaString text = Str.coerce(name);
    if (text == null) {
      throw ErrorTable.raise("first argument to " + API + " must be a string");
    } else if (!callback.isfunction()) {
      throw ErrorTable.raise("second argument to " + API + " must be a function");
    }
    registrations.add(new FunctionSpec(Str.bytes(text), null, Set.of()), callback);
  }

  private static void registerNamed(Registrations registrations, LuaValue argument) {
    if (!(argument instanceof Table table)) {
      throw ErrorTable.raise(
          "calling "
              + API
              + " with a single argument is only applicable to Lua table (representing named"
              + " arguments).");
    }
    Bytes name = null;
    Bytes description = null;
    LuaValue callback = null;
    Set<FunctionFlag> flags = EnumSet.noneOf(FunctionFlag.class);
    for (int at = table.positionFrom(0); at >= 0; at = table.positionFrom(at + 1)) {
      LuaString key = Str.coerce(table.keyAt(at));
      LuaValue value = table.valueAt(at);
      if (key == null) {
        throw ErrorTable.raise("named argument key given to " + API + " is not a string");
      }
      switch (Str.latin1(Str.of(Str.bytes(key).toLowerCase()))) {
        case "function_name" -> name = text(value, "function_name");
        case "description" -> description = text(value, "description");
        case "callback" -> callback = function(value);
        case "flags" -> flags.addAll(flags(value));
        default -> throw ErrorTable.raise("unknown argument given to " + API);
      }
    }
    if (name == null) {
      throw ErrorTable.raise(API + " must get a function name argument");
    } else if (callback == null) {
      throw ErrorTable.raise(API + " must get a callback argument");
    }
    registrations.add(new FunctionSpec(name, description, flags), callback);
  }

  private static Bytes text(LuaValue value, String argument) {
    LuaString text = Str.coerce(value);
    if (text == null) {
      throw ErrorTable.raise(argument + " argument given to " + API + " must be a string");
    }
    return Str.bytes(text);
  }

  private static LuaValue function(LuaValue value) {
    if (!value.isfunction()) {
      throw ErrorTable.raise("callback argument given to " + API + " must be a function");
    }
    return value;
  }

  private static Set<FunctionFlag> flags(LuaValue value) {
    if (!(value instanceof Table table)) {
      throw ErrorTable.raise(
          "flags argument to " + API + " must be a table representing function flags");
    }
    Set<FunctionFlag> flags = EnumSet.noneOf(FunctionFlag.class);
    for (int i = 1; table.rawget(i) != LuaValue.NIL; i++) {
      flags.add(
          named(Str.coerce(table.rawget(i)))
              .orElseThrow(() -> ErrorTable.raise("unknown flag given")));
    }
    return flags;
  }

  private static Optional<FunctionFlag> named(@Nullable LuaString text) {
    return text == null ? Optional.empty() : FunctionFlag.named(Str.bytes(text));
  }
}
