package dev.fnstore.server.script;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.ScriptCode;
import dev.fnstore.engine.ScriptEngine;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.model.FunctionFlag;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The scripts of EVAL, by SHA-1: those that SCRIPT LOAD pinned, and the last 500 that EVAL ran.
 * Belongs to the executor thread. Scripts are not events: they end with the process.
 */
public final class EvalScripts {
  private static final int MAX_UNPINNED = 500;

  /**
   * A compiled script.
   *
   * @param flags what its shebang declares; empty if it has none
   */
  public record Script(
      String sha1, Bytes source, ScriptCode code, Optional<Set<FunctionFlag>> flags) {}

  private final ScriptEngine engine;
  private final Map<String, Script> pinned = new HashMap<>();
  private final LinkedHashMap<String, Script> recent = new LinkedHashMap<>(16, 0.75f, true);
  private long evicted;

  public EvalScripts(ScriptEngine engine) {
    this.engine = engine;
  }

  /** The script of this SHA-1, in either case. */
  public Optional<Script> bySha1(Bytes sha1) {
    String key = sha1.toLowerCase().toLatin1();
    Script script = pinned.get(key);
    return Optional.ofNullable(script != null ? script : recent.get(key));
  }

  /** The script of this text, if it is known already. */
  public Optional<Script> known(Bytes source) {
    return bySha1(Bytes.of(sha1(source)));
  }

  /**
   * The script of this text, compiled if it is new.
   *
   * @param pin whether it stays until SCRIPT FLUSH
   * @throws ScriptException if its shebang or its text is wrong
   */
  public Script compile(Bytes source, boolean pin) throws ScriptException {
    String sha1 = sha1(source);
    Script script = bySha1(Bytes.of(sha1)).orElse(null);
    if (script == null) {
      Optional<Set<FunctionFlag>> flags = EvalShebang.flags(source);
      script = new Script(sha1, source, engine.compileScript(source, sha1), flags);
    }
    if (pin) {
      pinned.put(sha1, script);
      recent.remove(sha1);
    } else if (!pinned.containsKey(sha1)) {
      recent.put(sha1, script);
      if (recent.size() > MAX_UNPINNED) {
        recent.remove(recent.keySet().iterator().next());
        evicted++;
      }
    }
    return script;
  }

  /** SCRIPT FLUSH. */
  public void clear() {
    pinned.clear();
    recent.clear();
  }

  public int count() {
    return pinned.size() + recent.size();
  }

  public long evicted() {
    return evicted;
  }

  private static String sha1(Bytes source) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source.shared()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
