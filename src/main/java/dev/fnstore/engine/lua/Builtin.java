package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.Varargs;

/** A library function. Its arguments are a view that must not be kept after it has returned. */
final class Builtin extends LuaFunction {
  /** What it does. */
  @FunctionalInterface
  interface Body {
    Varargs apply(Varargs arguments);
  }

  private final Body body;

  Builtin(Body body) {
    this.body = body;
  }

  Varargs apply(Varargs arguments) {
    return body.apply(arguments);
  }
}
