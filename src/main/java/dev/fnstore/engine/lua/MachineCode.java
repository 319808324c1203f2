package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A function as code of the JVM, made by {@link MachineCodeWriter}. Its registers are local
 * variables, those that hold numbers doubles. Wherever it cannot go on (it is to be suspended, or
 * arithmetic meets something else than numbers) it writes them to a {@link Frame}, with which the
 * {@link Interpreter} goes on.
 *
 * <p>A call takes the stack of the JVM, so that only so many may be nested; see {@link
 * Vm#MOST_NESTED}.
 */
abstract class MachineCode {
  /** Calls {@code closure}, which is of this code; gives its results, or {@link Vm#YIELD}. */
  abstract Varargs call(Closure closure, Varargs arguments);

  abstract Varargs call(Closure closure);

  abstract Varargs call(Closure closure, LuaValue first);

  abstract Varargs call(Closure closure, LuaValue first, LuaValue second);

  abstract Varargs call(Closure closure, LuaValue first, LuaValue second, LuaValue third);
}
