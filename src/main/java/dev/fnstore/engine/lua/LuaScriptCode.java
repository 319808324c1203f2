package dev.fnstore.engine.lua;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.ScriptCode;
import dev.fnstore.engine.ScriptHost;
import dev.fnstore.resp.Reply;
import java.util.List;

/** A compiled script of EVAL. */
record LuaScriptCode(Code code, String sha1, Runs runs) implements ScriptCode {
  @Override
  public Reply run(List<Bytes> keys, List<Bytes> arguments, ScriptHost host) {
    return runs.runScript(code, sha1, keys, arguments, host);
  }
}
