package dev.fnstore.engine.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A library function. Its arguments are a view that must not be kept after it has returned. */
final class Builtin extends LuaFunction {
  /** What it does. */
  @FunctionalInterface
  interface Body {
    Varargs apply(Varargs arguments);
  }

  /** A step of a traversal, which calls nothing back: {@code next} of a table. */
  @FunctionalInterface
  interface Step {
    /**
     * Gives the first result and leaves the second in {@link Vm#stepValue}; null if it takes the
     * list of arguments to tell.
     */
    @Nullable LuaValue apply(Table table, LuaValue control, Vm vm);
  }

  private final Body body;

  /** What it does with a table and a second argument, without a list of either. */
  final @Nullable Step step;

  Builtin(Body body) {
    this(body, null);
  }

  Builtin(Body body, @Nullable Step step) {
    this.body = body;
    this.step = step;
  }

  Varargs apply(Varargs arguments) {
    return body.apply(arguments);
  }
}
