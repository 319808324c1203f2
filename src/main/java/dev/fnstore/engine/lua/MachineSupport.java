package dev.fnstore.engine.lua;

import dev.fnstore.engine.ScriptInterrupted;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** What machine code calls: whatever is too long to be written out in it. */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class MachineSupport {
  /** Added to an instruction's place while the function that it ends in is called. */
  static final int TAIL = 1 << 30;

  private MachineSupport() {}

  // ---- calls

  static Varargs call(Vm vm, LuaValue callee, Varargs arguments) {
    if (callee instanceof Closure closure) {
      MachineCode machine = vm.machine(closure.code);
      return machine != null && vm.nested < Vm.MOST_NESTED
          ? machine.call(closure, arguments)
          : vm.interpreter.run(Frame.of(closure, arguments));
    } else if (callee instanceof Builtin builtin) {
      try {
        return builtin.apply(arguments);
      } catch (LuaRaise raise) {
        raise.passBuiltin();
        throw raise;
      }
    }
    LuaValue handler = vm.operations.callHandler(callee);
    return call(vm, handler, LuaValue.varargsOf(callee, arguments));
  }

  static Varargs call(Vm vm, LuaValue callee) {
    return call(vm, callee, (Varargs) LuaValue.NONE);
  }

  static Varargs call(Vm vm, LuaValue callee, LuaValue only) {
    return call(vm, callee, (Varargs) only);
  }

  static Varargs call(Vm vm, LuaValue callee, LuaValue first, LuaValue second) {
    return call(vm, callee, LuaValue.varargsOf(first, second));
  }

  static Varargs call(Vm vm, LuaValue callee, LuaValue first, LuaValue second, LuaValue third) {
    return call(vm, callee, LuaValue.varargsOf(first, second, third));
  }

  /**
   * The next key of a generic loop over a table, its value in {@link Vm#stepValue}; null where the
   * iterator has to be called to tell.
   */
  static @Nullable LuaValue step(Vm vm, LuaValue callee, LuaValue state, LuaValue control) {
    if (!(callee instanceof Builtin builtin)
        || builtin.step == null
        || !(state instanceof Table table)) {
      return null;
    }
    try {
      return builtin.step.apply(table, control, vm);
    } catch (LuaRaise raise) {
      raise.passBuiltin();
      throw raise;
    }
  }

  /** Calls the iterator of a generic loop, as the interpreter does. */
  static Varargs callIterator(Vm vm, LuaValue callee, LuaValue state, LuaValue control) {
    if (callee instanceof Closure) {
      vm.checkIteration();
      int before = vm.javaCalls++;
      Varargs results = call(vm, callee, LuaValue.varargsOf(state, control));
      vm.javaCalls = before; // an error or a move has it set where it ends
      return results;
    }
    try {
      return vm.call(callee, LuaValue.varargsOf(state, control));
    } catch (LuaRaise raise) {
      if (callee instanceof Builtin) {
        raise.passBuiltin();
      }
      throw raise;
    }
  }

  /** The machine code of what is called, if there is some and it may be used. */
  static @Nullable MachineCode machine(Vm vm, LuaValue callee) {
    return callee instanceof Closure closure && vm.nested < Vm.MOST_NESTED
        ? vm.machine(closure.code)
        : null;
  }

  static Varargs list(LuaValue[] values, Varargs more) {
    return values.length == 0 ? more : LuaValue.varargsOf(values, more);
  }

  static Varargs rest(Varargs arguments, int parameters) {
    return Operations.copy(arguments, parameters + 1, arguments.narg() - parameters);
  }

  // ---- leaving

  /** A frame with no registers yet. */
  static Frame frame(Closure closure, Varargs rest, int place) {
    Frame frame = Frame.bare(closure, rest);
    frame.pc = (place & ~TAIL) + 1;
    return frame;
  }

  static Frame at(Frame frame, int place) {
    frame.pc = (place & ~TAIL) + 1;
    return frame;
  }

  static void more(Frame frame, Varargs more, int[] tops) {
    frame.more = more;
    frame.top = tops[frame.pc - 1];
  }

  /** Gives a frame what a register holds: a number at some places, at others an object. */
  static void register(
      Frame frame, boolean[][] numeric, int register, LuaValue object, double number) {
    boolean[] here = numeric[frame.pc - 1];
    frame.stack[register] = here != null && here[register] ? Num.of(number) : object;
  }

  static Cell cell() {
    return new Cell(new LuaValue[] {LuaValue.NIL}, 0);
  }

  static Cell cell(LuaValue value) {
    return new Cell(new LuaValue[] {value}, 0);
  }

  /** After a call has yielded: its frame waits for the results. */
  static Varargs suspended(Vm vm, Frame frame, int place) {
    vm.nested--;
    if ((place & TAIL) != 0 && vm.leftTop != null) {
      vm.depth--;
      vm.leftTop.tailCalls++;
    } else {
      vm.leave(frame);
    }
    return Vm.YIELD;
  }

  /**
   * On its way out of machine code: what the interpreter does for its own frames.
   *
   * @param depth that of the frame
   * @param nested how many functions were nested, it included
   */
  static Throwable passing(Vm vm, Frame frame, int place, Throwable thrown, int depth, int nested) {
    vm.nested = nested - 1;
    boolean isTail = (place & TAIL) != 0;
    if (thrown instanceof Relocation) {
      if (isTail && vm.leftTop != null) {
        vm.depth--;
        vm.leftTop.tailCalls++;
      } else {
        if (vm.leftTop == null) {
          frame.pc--; // the instruction is done again
        }
        vm.leave(frame);
      }
    } else if (thrown instanceof LuaRaise raise) {
      vm.depth = depth - 1;
      if (isTail && raise.line() >= 0) {
        raise.passTailCall();
      } else {
        raise.pass(frame, frame);
      }
      frame.closeFrom(0);
    } else if (thrown instanceof ScriptInterrupted) {
      vm.strike(frame);
    } else if (thrown instanceof VirtualMachineError) {
      vm.strike(frame);
      vm.depth = depth - 1;
    }
    return thrown;
  }

  /** The interpreter does the rest, from the instruction at {@code place} on. */
  static Varargs goOn(Vm vm, Frame frame, int nested) {
    frame.pc--;
    try {
      return vm.interpreter.goOn(frame);
    } finally {
      vm.nested = nested - 1;
    }
  }

  static Varargs goOnInLoop(Frame frame) {
    frame.pc--;
    return LoopCode.GO_ON;
  }

  static void surprise(Vm vm, Code code, int place) {
    vm.translator.surprise(code, place);
  }

  // ---- tables

  static LuaValue index(Operations operations, LuaValue object, LuaValue key) {
    if (object instanceof Table table) {
      LuaValue value = table.rawget(key);
      if (value != LuaValue.NIL || table.metatable == null) {
        return value;
      }
    }
    return operations.index(object, key);
  }

  static LuaValue index(Operations operations, LuaValue object, double key) {
    if (object instanceof Table table) {
      LuaValue value = table.rawget(key);
      if (value != LuaValue.NIL || table.metatable == null) {
        return value;
      }
    }
    return operations.index(object, Num.of(key));
  }

  static void setIndex(Operations operations, LuaValue object, double key, LuaValue value) {
    if (!(object instanceof Table table) || table.metatable != null || !table.replace(key, value)) {
      operations.setIndex(object, Num.of(key), value);
    }
  }

  static void setList(LuaValue object, int offset, LuaValue[] values, @Nullable Varargs more) {
    Table table = (Table) object;
    int further = more == null ? 0 : more.narg();
    table.growArray(offset + values.length + further);
    for (int i = 0; i < values.length; i++) {
      table.rawset(offset + i + 1, values[i]);
    }
    for (int i = 1; i <= further && more != null; i++) {
      table.rawset(offset + values.length + i, more.arg(i));
    }
  }

  // ---- operators

  static double length(Operations operations, LuaValue value) {
    if (value instanceof LuaString string) {
      return string.m_length;
    } else if (value instanceof Table table) {
      return table.length();
    }
    return ((Num) operations.length(value)).value;
  }

  static LuaValue not(LuaValue value) {
    return Operations.isTrue(value) ? LuaValue.FALSE : LuaValue.TRUE;
  }

  static Closure closure(Code code, Cell[] cells) {
    return new Closure(code, cells);
  }

  static double loopNumber(LuaValue value, String what) {
    return Operations.loopNumber(value, what).value;
  }

  static boolean equal(LuaValue a, double b) {
    return a instanceof Num x && x.value == b;
  }

  static boolean less(Operations operations, LuaValue a, double b) {
    return a instanceof Num x ? x.value < b : operations.less(a, Num.of(b));
  }

  static boolean less(Operations operations, double a, LuaValue b) {
    return b instanceof Num x ? a < x.value : operations.less(Num.of(a), b);
  }

  static boolean lessOrEqual(Operations operations, LuaValue a, double b) {
    return a instanceof Num x ? x.value <= b : operations.lessOrEqual(a, Num.of(b));
  }

  static boolean lessOrEqual(Operations operations, double a, LuaValue b) {
    return b instanceof Num x ? a <= x.value : operations.lessOrEqual(Num.of(a), b);
  }
}
