package dev.fnstore.engine.lua;

import static org.luaj.vm2.LuaValue.FALSE;
import static org.luaj.vm2.LuaValue.NIL;
import static org.luaj.vm2.LuaValue.TRUE;
import static org.luaj.vm2.LuaValue.varargsOf;

import java.util.Locale;
import org.luaj.vm2.Varargs;

/** The functions of {@code coroutine}. */
final class CoroutineLibrary {
  private final Vm vm;

  private CoroutineLibrary(Vm vm) {
    this.vm = vm;
  }

  static Table table(Vm vm) {
    CoroutineLibrary library = new CoroutineLibrary(vm);
    return new Library()
        .add("create", library::create)
        .add("resume", library::resume)
        .add("running", arguments -> vm.running == null ? NIL : vm.running)
        .add("status", CoroutineLibrary::status)
        .add("wrap", library::wrap)
        .add("yield", library::yieldValues)
        .frozen();
  }

  private Coroutine create(Varargs arguments) {
    if (!(arguments.arg(1) instanceof Closure closure)) {
      throw LuaRaise.argument(1, "Lua function expected");
    }
    return new Coroutine(vm, closure);
  }

  private static Coroutine coroutine(Varargs arguments) {
    if (arguments.arg(1) instanceof Coroutine coroutine) {
      return coroutine;
    }
    throw LuaRaise.argument(1, "coroutine expected");
  }

  private Varargs resume(Varargs arguments) {
    Coroutine coroutine = coroutine(arguments);
    try {
      return varargsOf(TRUE, coroutine.resume(arguments.subargs(2)));
    } catch (LuaRaise raise) {
      return varargsOf(FALSE, raise.value());
    } catch (StackOverflowError | OutOfMemoryError failure) {
      vm.forgetStrike();
      return varargsOf(FALSE, Vm.asRaise(failure).value());
    }
  }

  private static Varargs status(Varargs arguments) {
    return Str.of(coroutine(arguments).status().name().toLowerCase(Locale.ROOT));
  }

  private Varargs wrap(Varargs arguments) {
    Coroutine coroutine = create(arguments);
    return new Builtin(
        given -> {
          try {
            return coroutine.resume(given);
          } catch (LuaRaise raise) {
            throw again(raise);
          }
        });
  }

  /** The error goes on in the resumer, as text with its position if it is a string or number. */
  private static LuaRaise again(LuaRaise raise) {
    return LuaRaise.of(raise.value(), 1);
  }

  private Varargs yieldValues(Varargs arguments) {
    Coroutine running = vm.running;
    if (running == null || vm.javaCalls > vm.javaCallsOfCoroutine) {
      throw LuaRaise.fault("attempt to yield across metamethod/C-call boundary");
    }
    return running.suspendWith(arguments);
  }
}
