package dev.fnstore.engine.lua;

import static org.luaj.vm2.LuaValue.FALSE;
import static org.luaj.vm2.LuaValue.NONE;
import static org.luaj.vm2.LuaValue.TRUE;
import static org.luaj.vm2.LuaValue.varargsOf;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code pcall} and {@code xpcall}. They catch Lua errors only, never an interrupt. */
final class ProtectedCall {
  static final LuaString ERR = Str.of("err");

  private final Vm vm;

  private ProtectedCall(Vm vm) {
    this.vm = vm;
  }

  static void addTo(Library globals, Vm vm) {
    ProtectedCall calls = new ProtectedCall(vm);
    globals.add("pcall", calls::call).add("xpcall", calls::callWithHandler);
  }

  private Varargs call(Varargs arguments) {
    if (arguments.narg() == 0) {
      return varargsOf(FALSE, Str.of("attempt to call a boolean value")); // as Valkey's own pcall
    }
    LuaValue function = arguments.arg(1);
    try {
      return varargsOf(TRUE, vm.call(function, arguments.subargs(2)));
    } catch (LuaRaise raise) {
      return failed(raise.value());
    } catch (StackOverflowError | OutOfMemoryError failure) {
      vm.forgetStrike();
      return varargsOf(FALSE, Vm.asRaise(failure).value());
    }
  }

  /**
   * Valkey gives the text of a server's error instead of its table; of any other table it gives
   * what it found under {@code err} as one more result.
   */
  private Varargs failed(LuaValue error) {
    if (!(error instanceof Table table)) {
      return varargsOf(FALSE, error);
    }
    LuaValue text = vm.operations.index(table, ERR);
    return Str.coerce(text) != null
        ? varargsOf(FALSE, text)
        : varargsOf(FALSE, varargsOf(error, text));
  }

  private Varargs callWithHandler(Varargs arguments) {
    LuaValue handler = Args.any(arguments, 2);
    LuaValue error;
    try {
      return varargsOf(TRUE, vm.call(arguments.arg(1), NONE));
    } catch (LuaRaise raise) {
      error = raise.value();
    } catch (StackOverflowError | OutOfMemoryError failure) {
      vm.forgetStrike();
      error = Vm.asRaise(failure).value();
    }
    try {
      return varargsOf(FALSE, vm.call(handler, error).arg1());
    } catch (LuaRaise second) {
      return varargsOf(FALSE, Str.of("error in error handling"));
    }
  }
}
