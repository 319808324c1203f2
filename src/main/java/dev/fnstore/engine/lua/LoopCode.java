package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The rest of a function from the beginning of a loop on, as code of the JVM. */
abstract class LoopCode {
  /** What is given where the interpreter is to go on with the frame, at its {@code pc}. */
  static final Varargs GO_ON = LuaValue.varargsOf(new LuaValue[] {LuaValue.NIL, LuaValue.NIL});

  /**
   * Goes on with a frame that has come to the loop.
   *
   * @return the function's results; or {@link Vm#YIELD} or {@link #GO_ON}, and the frame is as it
   *     was left
   */
  abstract Varargs run(Frame frame);

  /** The registers that must hold numbers at the beginning. */
  abstract int[] numeric();

  /** Whether a frame is as it must be. */
  final boolean fits(Frame frame) {
    for (int register : numeric()) {
      if (!(frame.stack[register] instanceof Num)) {
        return false;
      }
    }
    return true;
  }
}
