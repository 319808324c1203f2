package dev.fnstore.engine.lua;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.engine.ScriptHost;
import dev.fnstore.engine.ScriptInterrupted;
import dev.fnstore.resp.Replies;
import dev.fnstore.resp.Reply;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Starts and ends whatever runs: loads, calls of functions, scripts; turns failures into replies.
 */
final class Runs {
  private static final String REGISTERING = "Error registering functions: ";
  private static final Bytes ERR = Bytes.of("ERR ");

  private final Vm vm;
  private final Session session;
  private final Sandbox sandbox;

  Runs(Vm vm, Session session, Sandbox sandbox) {
    this.vm = vm;
    this.session = session;
    this.sandbox = sandbox;
  }

  /** Runs the top level of a library; gives what it registered. */
  Registrations load(Code code, Interrupt interrupt) throws ScriptException {
    Registrations registrations = new Registrations();
    vm.begin(interrupt);
    session.beginLoad(registrations);
    sandbox.beginLoad();
    try {
      vm.call(Compiler.load(code, sandbox.environment()), LuaValue.NONE);
    } catch (Registrations.Refused refused) {
      throw new ScriptException(String.valueOf(refused.getMessage()));
    } catch (LuaRaise raise) {
      throw new ScriptException(Bytes.of(REGISTERING).concat(errorText(raise.value())));
    } catch (ScriptInterrupted interrupted) {
      throw new ScriptException(REGISTERING + "ERR " + interrupted.getMessage());
    } catch (StackOverflowError | OutOfMemoryError failure) {
      Bytes text = errorText(Vm.asRaise(failure).value());
      throw new ScriptException(Bytes.of(REGISTERING).concat(text));
    } finally {
      sandbox.endLoad();
      session.endLoad();
    }
    if (registrations.specs().isEmpty()) {
      throw new ScriptException("No functions registered");
    }
    return registrations;
  }

  Reply callFunction(
      LuaValue callback, Bytes name, List<Bytes> keys, List<Bytes> arguments, ScriptHost host) {
    sandbox.beginRun();
    Varargs given = LuaValue.varargsOf(ReplyToLua.strings(keys), ReplyToLua.strings(arguments));
    return run(callback, given, name, "@user_function", host);
  }

  Reply runScript(
      Code code, String sha1, List<Bytes> keys, List<Bytes> arguments, ScriptHost host) {
    sandbox.beginEval(ReplyToLua.strings(keys), ReplyToLua.strings(arguments));
    try {
      Closure script = Compiler.load(code, sandbox.evalEnvironment());
      return run(script, LuaValue.NONE, Bytes.of(sha1), "@user_script", host);
    } finally {
      sandbox.endEval();
    }
  }

  private Reply run(
      LuaValue function, Varargs arguments, Bytes name, String source, ScriptHost host) {
    vm.begin(host.interrupt());
    session.beginRun(host);
    try {
      Varargs results = vm.call(function, arguments);
      return new LuaToReply(session.protocol(), vm).convert(results.arg1());
    } catch (LuaRaise raise) {
      return error(errorText(raise.value()), name, raise.source(), raise.line());
    } catch (ScriptInterrupted interrupted) {
      return error(
          ERR.concat(Bytes.of(String.valueOf(interrupted.getMessage()))),
          name,
          source,
          vm.struckLine());
    } catch (StackOverflowError | OutOfMemoryError failure) {
      Bytes text = errorText(Vm.asRaise(failure).value());
      return error(text, name, source, vm.struckLine());
    } finally {
      session.endRun();
    }
  }

  private static Reply error(Bytes text, Bytes name, String source, int line) {
    Bytes complete = text;
    if (line >= 0) {
      complete =
          text.concat(Bytes.of(" script: "))
              .concat(name)
              .concat(Bytes.wrap(latin1(", on " + source + ":" + line + ".")));
    }
    return new Reply.ErrorReply(Replies.oneLine(complete));
  }

  private static byte[] latin1(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** Code and text of an error value. Valkey dies of a table without {@code err}. */
  private static Bytes errorText(LuaValue error) {
    if (error instanceof Table table) {
      LuaString text = Str.coerce(table.rawget(ProtectedCall.ERR));
      return text == null ? Bytes.of("ERR unknown error") : Str.bytes(text);
    }
    return ERR.concat(text(error));
  }

  static Bytes text(LuaValue error) {
    return Str.bytes(BaseLibrary.text(error));
  }
}
