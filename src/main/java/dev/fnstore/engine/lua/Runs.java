package dev.fnstore.engine.lua;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.engine.ScriptHost;
import dev.fnstore.engine.ScriptInterrupted;
import dev.fnstore.resp.Replies;
import dev.fnstore.resp.Reply;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Starts and ends whatever runs: loads, calls of functions, scripts; turns failures into replies.
 */
final class Runs {
  private static final String REGISTERING = "Error registering functions: ";
  private static final Bytes ERR = Bytes.of("ERR ");
  private static final String FUNCTION_SOURCE = "@user_function";

  /** Jumps and calls: about a tenth of a millisecond. */
  static final int STEPS_OF_SHORT_RUN = 1000;

  private static final int MOST_UNUSED = 64;

  private final Vm vm;
  private final Session session;
  private final Sandbox sandbox;
  private final Keepers keepers = new Keepers();

  /** Libraries that were loaded and not called yet. */
  private final Deque<LuaLibraryCode> unused = new ArrayDeque<>();

  /** The run that was left, and what it returned if that much was done. */
  private @Nullable Run left;

  private @Nullable Varargs results;

  /** Whether the last run ended because there was no room for what it made. */
  private boolean isOutOfMemory;

  /** What error texts say of a run. */
  private record Run(Bytes name, String source) {}

  Runs(Vm vm, Session session, Sandbox sandbox) {
    this.vm = vm;
    this.session = session;
    this.sandbox = sandbox;
  }

  /** Runs the top level of a library; gives an instance that is yet to be {@link #started}. */
  LuaLibraryInstance load(Code code, Interrupt interrupt) throws ScriptException {
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
      note(interrupted);
      relieve(null);
      throw new ScriptException(REGISTERING + "ERR " + interrupted.getMessage());
    } catch (StackOverflowError | OutOfMemoryError failure) {
      note(failure);
      relieve(null);
      Bytes text = errorText(Vm.asRaise(failure).value());
      throw new ScriptException(Bytes.of(REGISTERING).concat(text));
    } finally {
      sandbox.endLoad();
      session.endLoad();
    }
    if (registrations.isEmpty()) {
      throw new ScriptException("No functions registered");
    }
    return new LuaLibraryInstance(registrations.specs(), registrations.callbacks(), this);
  }

  private void note(Error failure) {
    isOutOfMemory =
        failure instanceof OutOfMemoryError || Vm.OUT_OF_MEMORY.equals(failure.getMessage());
  }

  /** Notes that a library is running, which keeps what its upvalues hold. */
  LuaLibraryInstance started(LuaLibraryInstance instance) {
    keepers.add(instance);
    return instance;
  }

  /** Of the libraries that were loaded last, so that what all others hold is free. */
  void keepUnused(LuaLibraryCode loaded) {
    unused.remove(loaded);
    unused.addLast(loaded);
    if (unused.size() > MOST_UNUSED) {
      unused.removeFirst().forgetUnused();
    }
  }

  void letGo() {
    forgetUnused();
    keepers.letGo();
  }

  private void forgetUnused() {
    unused.forEach(LuaLibraryCode::forgetUnused);
    unused.clear();
  }

  /** After a run of {@code ran}, or of no library: makes room if there was not enough for it. */
  void relieve(@Nullable LuaLibraryInstance ran) {
    if (isOutOfMemory) {
      isOutOfMemory = false;
      results = null;
      vm.begin(Interrupt.onRequest()); // holds nothing of the run any more
      forgetUnused();
      keepers.relieve(ran);
    }
  }

  Reply callFunction(
      LuaValue callback, Bytes name, List<Bytes> keys, List<Bytes> arguments, ScriptHost host) {
    sandbox.beginRun();
    return run(callback, given(keys, arguments), new Run(name, FUNCTION_SOURCE), host);
  }

  private static Varargs given(List<Bytes> keys, List<Bytes> arguments) {
    return LuaValue.varargsOf(ReplyToLua.strings(keys), ReplyToLua.strings(arguments));
  }

  /** As {@link #callFunction}, or null if it was left after so many steps, to be finished. */
  @Nullable Reply beginFunction(
      LuaValue callback,
      Bytes name,
      List<Bytes> keys,
      List<Bytes> arguments,
      ScriptHost host,
      int steps) {
    if (!(callback instanceof Closure)) {
      return callFunction(callback, name, keys, arguments, host); // only Lua frames can be left
    }
    sandbox.beginRun();
    Run run = new Run(name, FUNCTION_SOURCE);
    vm.beginShort(host.interrupt(), steps);
    session.beginRun(host);
    results = null;
    try {
      return replyOf(callback, given(keys, arguments), run);
    } catch (Relocation relocation) {
      left = run;
      return null;
    } finally {
      if (left == null) {
        session.endRun();
      }
    }
  }

  /** Goes on with the run that was left. */
  Reply finish() {
    Run run = left;
    if (run == null) {
      throw new IllegalStateException("no run was left");
    }
    left = null;
    try {
      return replyOf(null, LuaValue.NONE, run);
    } finally {
      session.endRun();
    }
  }

  Reply runScript(
      Code code, String sha1, List<Bytes> keys, List<Bytes> arguments, ScriptHost host) {
    sandbox.beginEval(ReplyToLua.strings(keys), ReplyToLua.strings(arguments));
    try {
      Closure script = Compiler.load(code, sandbox.evalEnvironment());
      return run(script, LuaValue.NONE, new Run(Bytes.of(sha1), "@user_script"), host);
    } finally {
      sandbox.endEval();
      relieve(null);
    }
  }

  private Reply run(LuaValue function, Varargs arguments, Run run, ScriptHost host) {
    vm.begin(host.interrupt());
    session.beginRun(host);
    results = null;
    try {
      return replyOf(function, arguments, run);
    } finally {
      session.endRun();
    }
  }

  /**
   * Runs {@code function}, or goes on with what was left; its results may be there already.
   *
   * @throws Relocation if a short run has proved long
   */
  private Reply replyOf(@Nullable LuaValue function, Varargs arguments, Run run) {
    try {
      Varargs values = results;
      if (values == null) {
        values = function == null ? vm.goOn() : vm.call(function, arguments);
        results = values;
      } else {
        vm.begin(session.runningHost().interrupt());
      }
      Reply reply = new LuaToReply(session.protocol(), vm).convert(values.arg1());
      results = null;
      return reply;
    } catch (LuaRaise raise) {
      Bytes text = errorText(raise.value());
      Reply.ErrorReply reply = error(text, run.name(), raise.source(), raise.line());
      return new Reply.ErrorReply(reply.text(), ErrorTable.isCounted(raise.value()));
    } catch (ScriptInterrupted interrupted) {
      note(interrupted);
      return error(
          ERR.concat(Bytes.of(String.valueOf(interrupted.getMessage()))),
          run.name(),
          run.source(),
          vm.struckLine());
    } catch (StackOverflowError | OutOfMemoryError failure) {
      note(failure);
      Bytes text = errorText(Vm.asRaise(failure).value());
      return error(text, run.name(), run.source(), vm.struckLine());
    }
  }

  private static Reply.ErrorReply error(Bytes text, Bytes name, String source, int line) {
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
