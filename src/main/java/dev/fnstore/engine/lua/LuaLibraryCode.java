package dev.fnstore.engine.lua;

import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.LibraryCode;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.model.FunctionSpec;
import java.util.List;

/** A compiled library. */
record LuaLibraryCode(Code code, Runs runs) implements LibraryCode {
  @Override
  public List<FunctionSpec> register(Interrupt interrupt) throws ScriptException {
    return runs.load(code, interrupt).specs();
  }

  @Override
  public LibraryInstance start(Interrupt interrupt) throws ScriptException {
    return runs.instance(runs.load(code, interrupt));
  }
}
