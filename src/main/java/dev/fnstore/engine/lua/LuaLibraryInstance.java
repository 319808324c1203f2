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
final class LuaLibraryInstance implements LibraryInstance {
  private final List<FunctionSpec> functions;
  private final Runs runs;
  private Map<Bytes, LuaValue> callbacks;
  private boolean isSpent;

  LuaLibraryInstance(List<FunctionSpec> functions, Map<Bytes, LuaValue> callbacks, Runs runs) {
    this.functions = functions;
    this.callbacks = callbacks;
    this.runs = runs;
  }

  @Override
  public List<FunctionSpec> functions() {
    return functions;
  }

  Map<Bytes, LuaValue> callbacks() {
    return callbacks;
  }

  Runs runs() {
    return runs;
  }

  @Override
  public boolean isSpent() {
    return isSpent;
  }

  /** Lets go of what its upvalues hold. */
  void spend() {
    isSpent = true;
    callbacks = Map.of();
  }

  @Override
  public Reply call(Bytes function, List<Bytes> keys, List<Bytes> arguments, ScriptHost host) {
    LuaValue callback = callbacks.get(function);
    if (callback == null) {
      return Reply.err("Function not found");
    }
    Reply reply = runs.callFunction(callback, function, keys, arguments, host);
    runs.relieve(this);
    return reply;
  }

  @Override
  public @Nullable Reply begin(
      Bytes function, List<Bytes> keys, List<Bytes> arguments, ScriptHost host) {
    LuaValue callback = callbacks.get(function);
    if (callback == null) {
      return Reply.err("Function not found");
    }
    Reply reply =
        runs.beginFunction(callback, function, keys, arguments, host, Runs.STEPS_OF_SHORT_RUN);
    runs.relieve(this);
    return reply;
  }

  @Override
  public Reply finish() {
    Reply reply = runs.finish();
    runs.relieve(this);
    return reply;
  }
}
