package dev.fnstore.engine.lua;

import static org.luaj.vm2.Lua.LFIELDS_PER_FLUSH;
import static org.luaj.vm2.Lua.OP_TAILCALL;
import static org.luaj.vm2.Lua.OP_TFORCALL;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Upvaldesc;
import org.luaj.vm2.Varargs;

/** The instructions that call, and those that move lists of values. */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class Calls {
  private final Vm vm;
  private final Operations operations;
  private boolean suspended;

  Calls(Vm vm) {
    this.vm = vm;
    this.operations = vm.operations;
  }

  /** Whether the last null that a call gave was a yield; asked once. */
  boolean takeSuspension() {
    boolean was = suspended;
    suspended = false;
    return was;
  }

  @Nullable Frame call(Frame f, int i, int a) {
    Varargs more = f.more;
    try {
      return doCall(f, i, a);
    } catch (Relocation relocation) {
      f.more = more; // the call is done again
      throw relocation;
    }
  }

  private @Nullable Frame doCall(Frame f, int i, int a) {
    LuaValue callee = f.stack[a];
    int given = i >>> 23;
    if (callee instanceof Closure closure) {
      MachineCode machine = vm.machine(closure.code);
      if (machine != null && vm.nested < Vm.MOST_NESTED) {
        Varargs results = callMachine(machine, closure, f, given, a);
        if (results == Vm.YIELD) {
          suspended = true;
          return null;
        }
        storeResults(f, a, i >> 14 & 0x1ff, results);
        return f;
      }
      Frame next =
          given != 0
              ? Frame.of(closure, f.stack, a + 1, given - 1)
              : Frame.of(closure, arguments(f, given, a + 1));
      return push(f, next, a, i >> 14 & 0x1ff);
    }
    return callOther(f, callee, arguments(f, given, a + 1), a, i >> 14 & 0x1ff);
  }

  private static Varargs callMachine(
      MachineCode machine, Closure closure, Frame f, int given, int a) {
    LuaValue[] s = f.stack;
    return switch (given) {
      case 1 -> machine.call(closure);
      case 2 -> machine.call(closure, s[a + 1]);
      case 3 -> machine.call(closure, s[a + 1], s[a + 2]);
      case 4 -> machine.call(closure, s[a + 1], s[a + 2], s[a + 3]);
      default -> machine.call(closure, arguments(f, given, a + 1));
    };
  }

  /** Where a call wants its results. */
  static int resultRegister(int call) {
    int a = Instruction.a(call);
    return Instruction.operation(call) == OP_TFORCALL ? a + 3 : a;
  }

  /** How many results a call wants, plus 1; 0 is all. */
  static int resultsWanted(int call) {
    return switch (Instruction.operation(call)) {
      case OP_TFORCALL -> Instruction.c(call) + 1;
      case OP_TAILCALL -> 0;
      default -> Instruction.c(call);
    };
  }

  /**
   * Goes on with a frame in machine code, if there is some for the loop that begins at {@code pc}.
   *
   * @return whether the frame is done, by its end or a yield; if not, its {@code pc} is where to go
   *     on
   */
  boolean finishInLoopCode(Frame f, int pc) {
    f.pc = pc;
    LoopCode loop = vm.nested < Vm.MOST_NESTED ? vm.translator.loop(f) : null;
    if (loop == null) {
      return false;
    }
    int nested = vm.nested++;
    Varargs results;
    try {
      results = loop.run(f);
    } finally {
      vm.nested = nested;
    }
    if (results == LoopCode.GO_ON) {
      return false;
    } else if (results == Vm.YIELD) {
      suspended = true;
    } else {
      f.more = results;
    }
    return true;
  }

  private Frame push(Frame f, Frame next, int resultRegister, int wanted) {
    vm.enter(next.code);
    next.caller = f;
    next.resultRegister = resultRegister;
    next.resultsWanted = wanted;
    return next;
  }

  private @Nullable Frame callOther(
      Frame f, LuaValue callee, Varargs arguments, int a, int wanted) {
    if (callee instanceof Builtin builtin) {
      f.inBuiltin = true;
      Varargs results = builtin.apply(arguments);
      f.inBuiltin = false;
      if (results == Vm.YIELD) {
        suspended = true;
        return null;
      }
      storeResults(f, a, wanted, results);
      return f;
    }
    LuaValue handler = operations.callHandler(callee);
    Varargs withSelf = LuaValue.varargsOf(callee, arguments);
    return handler instanceof Closure closure
        ? push(f, Frame.of(closure, withSelf), a, wanted)
        : callOther(f, handler, withSelf, a, wanted);
  }

  @Nullable Frame tailCall(Frame f, int i, int a) {
    Varargs more = f.more;
    try {
      return doTailCall(f, i, a);
    } catch (Relocation relocation) {
      f.more = more;
      throw relocation;
    }
  }

  private @Nullable Frame doTailCall(Frame f, int i, int a) {
    LuaValue callee = f.stack[a];
    Varargs arguments = arguments(f, i >>> 23, a + 1);
    if (!(callee instanceof Closure) && !(callee instanceof Builtin)) {
      arguments = LuaValue.varargsOf(callee, arguments);
      callee = operations.callHandler(callee);
    }
    if (callee instanceof Closure closure) {
      vm.step();
      Frame next = Frame.of(closure, arguments);
      f.closeFrom(0);
      next.caller = f.caller;
      next.resultRegister = f.resultRegister;
      next.resultsWanted = f.resultsWanted;
      next.tailCalls = f.tailCalls + 1;
      return next;
    }
    return callOther(f, callee, arguments, a, 0);
  }

  @Nullable Frame callIterator(Frame f, int i, int a) {
    LuaValue[] s = f.stack;
    LuaValue callee = s[a];
    int wanted = (i >> 14 & 0x1ff) + 1;
    if (callee instanceof Closure closure) {
      vm.checkIteration();
      Frame next = push(f, Frame.of(closure, s, a + 1, 2), a + 3, wanted);
      vm.javaCalls++;
      return next;
    }
    f.inBuiltin = callee instanceof Builtin;
    Varargs results = vm.call(callee, LuaValue.varargsOf(s[a + 1], s[a + 2]));
    f.inBuiltin = false;
    storeResults(f, a + 3, wanted, results);
    return f;
  }

  /** {@code given} is the number of values plus 1; 0 is all up to the top and what follows it. */
  private static Varargs arguments(Frame f, int given, int first) {
    if (given != 0) {
      return LuaValue.varargsOf(f.stack, first, given - 1);
    }
    Varargs more = f.more;
    f.more = LuaValue.NONE;
    return f.top == first ? more : LuaValue.varargsOf(f.stack, first, f.top - first, more);
  }

  static Varargs results(Frame f, int given, int first) {
    return given == 2 ? f.stack[first] : given == 1 ? LuaValue.NONE : arguments(f, given, first);
  }

  static void storeResults(Frame f, int register, int wanted, Varargs results) {
    if (wanted == 2) {
      f.stack[register] = results.arg1();
    } else if (wanted == 0) {
      f.more = results;
      f.top = register;
    } else {
      for (int j = 1; j < wanted; j++) {
        f.stack[register + j - 1] = results.arg(j);
      }
    }
  }

  static int setList(Frame f, int i, int a, int pc) {
    int count = i >>> 23;
    int block = i >> 14 & 0x1ff;
    int after = pc;
    if (block == 0) {
      block = f.code.instructions[after++]; // LuaJ keeps it as it is
    }
    Table table = (Table) f.stack[a];
    int offset = (block - 1) * LFIELDS_PER_FLUSH;
    if (count != 0) {
      table.growArray(offset + count);
      for (int j = 1; j <= count; j++) {
        table.rawset(offset + j, f.stack[a + j]);
      }
      return after;
    }
    int inRegisters = f.top - a - 1;
    Varargs more = f.more;
    f.more = LuaValue.NONE;
    table.growArray(offset + inRegisters + more.narg());
    for (int j = 1; j <= inRegisters; j++) {
      table.rawset(offset + j, f.stack[a + j]);
    }
    for (int j = 1; j <= more.narg(); j++) {
      table.rawset(offset + inRegisters + j, more.arg(j));
    }
    return after;
  }

  static Closure close(Frame f, Code code) {
    Upvaldesc[] captures = code.captures;
    Cell[] cells = new Cell[captures.length];
    for (int j = 0; j < cells.length; j++) {
      cells[j] =
          captures[j].instack ? f.capture(captures[j].idx) : f.closure.cells[captures[j].idx];
    }
    return new Closure(code, cells);
  }
}
