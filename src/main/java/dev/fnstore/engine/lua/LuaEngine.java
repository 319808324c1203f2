package dev.fnstore.engine.lua;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.LibraryCode;
import dev.fnstore.engine.ScriptCode;
import dev.fnstore.engine.ScriptEngine;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.engine.ScriptInterrupted;
import dev.fnstore.engine.ServerIdentity;

/**
 * The engine {@code LUA}. One thread at a time uses it and all that it made, but any thread may
 * compile, which touches nothing that runs; each should have at least 16 MB of stack, since replies
 * may be nested some 8,000 levels deep.
 */
public final class LuaEngine implements ScriptEngine {

  private final Runs runs;

  /**
   * @param identity what scripts are told of the server
   */
  public LuaEngine(ServerIdentity identity) {
    this(identity, Translation.Mode.WARM);
  }

  /**
   * An engine.
   *
   * @param translation when functions are translated to machine code
   */
  LuaEngine(ServerIdentity identity, Translation.Mode translation) {
    Vm vm = new Vm(translation);
    Session session = new Session();
    runs = new Runs(vm, session, new Sandbox(vm, session, identity));
  }

  @Override
  public String name() {
    return "LUA";
  }

  @Override
  public LibraryCode compileLibrary(Bytes source) throws ScriptException {
    Code code = compile(source, "@user_function", "Error compiling function: ");
    return new LuaLibraryCode(code, runs);
  }

  @Override
  public ScriptCode compileScript(Bytes source, String sha1) throws ScriptException {
    Code code = compile(source, "@user_script", "Error compiling script (new function): ");
    return new LuaScriptCode(code, sha1, runs);
  }

  private Code compile(Bytes source, String chunkName, String prefix) throws ScriptException {
    try {
      return Compiler.compile(withoutShebang(source), chunkName);
    } catch (LuaRaise refused) {
      throw new ScriptException(Bytes.of(prefix).concat(Runs.text(refused.value())));
    } catch (ScriptInterrupted tooLarge) {
      throw new ScriptException(prefix + tooLarge.getMessage());
    }
  }

  /** From the end of the shebang line on, so that it still counts as a line. */
  private static byte[] withoutShebang(Bytes source) {
    if (!source.startsWith(Bytes.of("#!"))) {
      return source.shared();
    }
    int lineEnd = source.indexOf((byte) '\n', 0);
    return lineEnd < 0 ? new byte[0] : source.slice(lineEnd, source.length()).shared();
  }

  @Override
  public void letGo() {
    runs.letGo();
  }
}
