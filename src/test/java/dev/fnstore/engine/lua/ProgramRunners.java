package dev.fnstore.engine.lua;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a program here and on a real server, and gives what it answered as one text. */
final class ProgramRunners {
  /** A library says so in its first line; all else is a script for EVAL. */
  private static final String LIBRARY_MARK = "#!";

  private static final Bytes FUNCTION = Bytes.of("program");

  /** A function keeps its upvalues, so that its second call may answer something else. */
  private static final int CALLS = 2;

  private ProgramRunners() {}

  /** The ways in which this engine runs a program; all must answer the same. */
  static Map<String, Way> ways() {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("interpreted", new Way(Translation.Mode.NEVER, false));
    ways.put("compiled", new Way(Translation.Mode.AT_ONCE, false));
    ways.put("compiled within loops", new Way(Translation.Mode.LOOPS_AT_ONCE, false));
    ways.put("compiled, moved to another thread", new Way(Translation.Mode.AT_ONCE, true));
    return ways;
  }

  /**
   * How a program is run.
   *
   * @param isMoved whether a call of a function is left where it proves long, and finished then
   */
  record Way(Translation.Mode mode, boolean isMoved) {
    private LuaEngine engine() {
      return new LuaEngine(ServerIdentity.REFERENCE, mode);
    }
  }

  static String onPeer(RespConnection peer, String source) {
    if (!source.startsWith(LIBRARY_MARK)) {
      return withoutAddresses(Lua.show(peer.call("EVAL", source, "0")));
    }
    Reply loaded = peer.call("FUNCTION", "LOAD", "REPLACE", source);
    if (loaded instanceof Reply.ErrorReply refused) {
      return "-" + refused.text().toLatin1();
    }
    StringBuilder answers = new StringBuilder();
    for (int i = 0; i < CALLS; i++) {
      answers.append(Lua.show(peer.call("FCALL", FUNCTION, "0"))).append('\n');
    }
    return withoutAddresses(answers.toString());
  }

  static String here(Way way, String source) {
    LuaEngine engine = way.engine();
    Bytes code = Bytes.of(source);
    try {
      if (!source.startsWith(LIBRARY_MARK)) {
        return withoutAddresses(
            Lua.show(
                engine
                    .compileScript(code, sha1(source))
                    .run(List.of(), List.of(), new RecordingHost())));
      }
      LibraryInstance library = engine.compileLibrary(code).start(Interrupt.onRequest());
      StringBuilder answers = new StringBuilder();
      for (int i = 0; i < CALLS; i++) {
        answers.append(Lua.show(call(library, way.isMoved()))).append('\n');
      }
      return withoutAddresses(answers.toString());
    } catch (ScriptException refused) {
      return "-ERR " + refused.text().toLatin1();
    }
  }

  private static Reply call(LibraryInstance library, boolean isMoved) {
    RecordingHost host = new RecordingHost();
    if (!isMoved) {
      return library.call(FUNCTION, List.of(), List.of(), host);
    }
    Reply reply = library.begin(FUNCTION, List.of(), List.of(), host);
    return reply == null ? library.finish() : reply;
  }

  private static String withoutAddresses(String answer) {
    return answer.replaceAll(
        "(table|function|thread|userdata): (builtin: )?(0x)?\\p{XDigit}+", "$1: address");
  }

  private static String sha1(String source) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
