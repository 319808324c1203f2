package dev.fnstore.engine.lua;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.engine.ScriptHost;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.resp.Reply;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/** A running library: its callbacks, which hold its upvalues. */
record LuaLibraryInstance(List<FunctionSpec> functions, Map<Bytes, LuaValue> callbacks, Runs runs)
    implements LibraryInstance {
  @Override
  public Reply call(Bytes function, List<Bytes> keys, List<Bytes> arguments, ScriptHost host) {
    LuaValue callback = callbacks.get(function);
    return callback == null
        ? Reply.err("Function not found")
        : runs.callFunction(callback, function, keys, arguments, host);
  }

  @Override
  public @Nullable Reply begin(
      Bytes function, List<Bytes> keys, List<Bytes> arguments, ScriptHost host) {
    LuaValue callback = callbacks.get(function);
    return callback == null
        ? Reply.err("Function not found")
        : runs.beginFunction(callback, function, keys, arguments, host, Runs.STEPS_OF_SHORT_RUN);
  }

  @Override
  public Reply finish() {
    return runs.finish();
  }
}
