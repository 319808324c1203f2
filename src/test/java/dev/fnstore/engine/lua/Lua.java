package dev.fnstore.engine.lua;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.engine.ScriptHost;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.resp.Reply;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Shortcuts for tests: an engine, libraries of one function named {@code f}. */
final class Lua {
  final LuaEngine engine = engine();

  /** As the server runs it, or as {@code -Dlua.translation=AT_ONCE} or {@code NEVER} says. */
  static LuaEngine engine() {
    String mode = System.getProperty("lua.translation", Translation.Mode.WARM.name());
    return new LuaEngine(ServerIdentity.REFERENCE, Translation.Mode.valueOf(mode));
  }

  final RecordingHost host = new RecordingHost();

  /** A library of which the code is what follows the shebang line. */
  LibraryInstance library(String code) throws ScriptException {
    return engine.compileLibrary(Bytes.of("#!lua name=test\n" + code)).start(Interrupt.onRequest());
  }

  /** The whole text of the refusal to load {@code code}. */
  String refusal(String code) {
    try {
      library(code);
      return "loaded";
    } catch (ScriptException refused) {
      return refused.text().toText();
    }
  }

  /** Runs the body of a function in line 2 of its library. */
  Reply run(String body, ScriptHost with) {
    try {
      LibraryInstance library =
          library("server.register_function('f', function(keys, args) " + body + " end)");
      return library.call(
          Bytes.of("f"),
          List.of(Bytes.of("k1"), Bytes.of("k2")),
          List.of(Bytes.of("a1"), Bytes.of("a2")),
          with);
    } catch (ScriptException refused) {
      throw new AssertionError(refused.text().toText(), refused);
    }
  }

  Reply run(String body) {
    return run(body, host);
  }

  /** As {@link #run(String, ScriptHost)}, on as large a stack as the server's executor has. */
  Reply runDeep(String body, ScriptHost with) throws InterruptedException {
    AtomicReference<Reply> reply = new AtomicReference<>();
    Thread deep = new Thread(null, () -> reply.set(run(body, with)), "deep", 64L << 20);
    deep.start();
    deep.join();
    return Objects.requireNonNull(reply.get());
  }

  /** What the body returns or raises, as text. */
  String text(String body) {
    return show(run(body));
  }

  static String show(Reply reply) {
    if (reply instanceof Reply.Bulk bulk) {
      return bulk.value().toLatin1();
    } else if (reply instanceof Reply.Simple simple) {
      return "+" + simple.text().toLatin1();
    } else if (reply instanceof Reply.ErrorReply error) {
      return "-" + error.text().toLatin1();
    } else if (reply instanceof Reply.Int number) {
      return ":" + number.value();
    } else if (reply instanceof Reply.Null) {
      return "null";
    } else if (reply instanceof Reply.Array array) {
      return array.items().stream().map(Lua::show).toList().toString();
    }
    return reply.toString();
  }
}
