package dev.fnstore.engine.lua;

import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.LibraryCode;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.model.FunctionSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled library. The top level that {@link #register} ran becomes the first instance: nothing
 * has called its functions, and at load nothing can be read that would differ at the first call.
 */
final class LuaLibraryCode implements LibraryCode {
  private final Code code;
  private final Runs runs;
  private @Nullable LuaLibraryInstance unused;

  LuaLibraryCode(Code code, Runs runs) {
    this.code = code;
    this.runs = runs;
  }

  @Override
  public List<FunctionSpec> register(Interrupt interrupt) throws ScriptException {
    LuaLibraryInstance loaded = runs.load(code, interrupt);
    unused = loaded;
    runs.keepUnused(this);
    return loaded.functions();
  }

  /** Lets the top level that was run go; the first call runs it again. */
  void forgetUnused() {
    unused = null;
  }

  @Override
  public LibraryInstance start(Interrupt interrupt) throws ScriptException {
    LibraryInstance atOnce = startAtOnce();
    return atOnce != null ? atOnce : runs.started(runs.load(code, interrupt));
  }

  @Override
  public @Nullable LibraryInstance startAtOnce() {
    LuaLibraryInstance loaded = unused;
    unused = null;
    return loaded == null ? null : runs.started(loaded);
  }
}
