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
 * The scripts of EVAL, by SHA-1: those that SCRIPT LOAD pinned, and the last 500 that EVAL ran,
 * fewer where their texts are long. Belongs to the executor thread. Scripts are not events: they
 * end with the process.
 */
public final class EvalScripts {
  private static final int MAX_UNPINNED = 500;
  private static final long MAX_UNPINNED_BYTES = Runtime.getRuntime().maxMemory() / 128;

  /**
   * A compiled script.
   *
   * @param flags what its shebang declares; empty if it has none
   */
  public record Script(
      String sha1, Bytes source, ScriptCode code, Optional<Set<FunctionFlag>> flags) {}

  /** Nothing ever takes a pinned script away, so there is an end to them. */
  private static final long MAX_PINNED_BYTES = Runtime.getRuntime().maxMemory() / 64;

  private final ScriptEngine engine;
  private final Map<String, Script> pinned = new HashMap<>();
  private final LinkedHashMap<String, Script> recent = new LinkedHashMap<>(16, 0.75f, true);
  private long pinnedBytes;
  private long recentBytes;
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
   * What the shebang of this text declares; empty if it has none.
   *
   * @throws ScriptException if it is wrong
   */
  public static Optional<Set<FunctionFlag>> flags(Bytes source) throws ScriptException {
    return EvalShebang.flags(source);
  }

  /**
   * The script of this text, compiled if it is new.
   *
   * @param pin whether it stays until SCRIPT FLUSH
   * @throws ScriptException if its shebang or its text is wrong, or too much is pinned
   */
  public Script compile(Bytes source, boolean pin) throws ScriptException {
    String sha1 = sha1(source);
    Script script = bySha1(Bytes.of(sha1)).orElse(null);
    if (script == null) {
      Optional<Set<FunctionFlag>> flags = EvalShebang.flags(source);
      script = new Script(sha1, source, engine.compileScript(source, sha1), flags);
    }
    if (pin && !pinned.containsKey(sha1)) {
      if (pinnedBytes + source.length() > MAX_PINNED_BYTES) {
        throw new ScriptException("not enough memory for more scripts: SCRIPT FLUSH frees it");
      }
      pinned.put(sha1, script);
      pinnedBytes += source.length();
      forget(sha1);
    } else if (!pinned.containsKey(sha1)) {
      forget(sha1);
      recent.put(sha1, script);
      recentBytes += source.length();
      while (recent.size() > MAX_UNPINNED || recentBytes > MAX_UNPINNED_BYTES) {
        forget(recent.keySet().iterator().next());
        evicted++;
      }
    }
    return script;
  }

  private void forget(String sha1) {
    Script script = recent.remove(sha1);
    if (script != null) {
      recentBytes -= script.source().length();
    }
  }

  /** SCRIPT FLUSH. */
  public void clear() {
    pinned.clear();
    pinnedBytes = 0;
    recent.clear();
    recentBytes = 0;
  }

  public int count() {
    return pinned.size() + recent.size();
  }

  /** What the texts of all of them take. */
  public long sourceBytes() {
    return pinnedBytes + recentBytes;
  }

  /** CONFIG RESETSTAT. */
  public void resetEvicted() {
    evicted = 0;
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
