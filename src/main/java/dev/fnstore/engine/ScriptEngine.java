package dev.fnstore.engine;

import dev.fnstore.bytes.Bytes;

/**
 * An engine that a library's shebang names. Called by one thread at a time, which has 16 MB of
 * stack or more: replies may be nested some 8,000 levels deep.
 */
public interface ScriptEngine {
  /** Canonical spelling, as replies show it: {@code LUA}. */
  String name();

  /**
   * Compiles a library without running any of it; for any thread, beside what runs.
   *
   * @param source the whole text, shebang line included, so that line numbers are the text's own
   * @throws ScriptException with {@code Error compiling function: <message>}
   */
  LibraryCode compileLibrary(Bytes source) throws ScriptException;

  /**
   * Compiles a script of EVAL.
   *
   * @param source the whole text; a shebang line, if there is one, has been checked by the caller
   *     and counts as line 1 but is not code
   * @param sha1 lower-case hex of {@code source}, for error messages
   * @throws ScriptException with {@code Error compiling script (new function): <message>}
   */
  ScriptCode compileScript(Bytes source, String sha1) throws ScriptException;

  /** Lets go of what running libraries keep in upvalues: each is started anew at its next call. */
  void letGo();
}
