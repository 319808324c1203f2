package dev.fnstore.engine.lua;

import static org.luaj.vm2.Lua.OP_TFORCALL;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * One activation of a Lua function. Frames are linked on the heap, so that a coroutine can keep
 * them.
 */
final class Frame {
  private static final LuaString COUNT = Str.of("n");

  final Closure closure;
  final Code code;
  final LuaValue[] stack;
  final Varargs varargs;
  @Nullable Frame caller;
  int pc;

  /** Where the caller wants the results: its register, and their number plus 1; 0 is all. */
  int resultRegister;

  int resultsWanted;

  /** How many tail calls led here: levels that no position can be given for. */
  int tailCalls;

  /** Values that follow the registers below {@link #top}: all results of a call, or {@code ...}. */
  Varargs more = LuaValue.NONE;

  int top;

  /** Whether the running instruction is in a library function. */
  boolean inBuiltin;

  private Cell @Nullable [] open;

  private Frame(Closure closure, Varargs varargs) {
    this.closure = closure;
    this.code = closure.code;
    this.stack = new LuaValue[code.stackSize];
    this.varargs = varargs;
  }

  /** One whose registers are empty. */
  static Frame bare(Closure closure, Varargs varargs) {
    return new Frame(closure, varargs);
  }

  static Frame of(Closure closure, Varargs arguments) {
    Code code = closure.code;
    int given = arguments.narg();
    Varargs rest = LuaValue.NONE;
    if (code.isVararg && given > code.parameters) {
      rest = Operations.copy(arguments, code.parameters + 1, given - code.parameters);
    }
    Frame frame = new Frame(closure, rest);
    int taken = Math.min(given, code.parameters);
    for (int i = 0; i < taken; i++) {
      frame.stack[i] = arguments.arg(i + 1);
    }
    frame.fillFrom(taken);
    return frame;
  }

  /** Arguments are {@code count} registers of the caller, from {@code first}. */
  static Frame of(Closure closure, LuaValue[] registers, int first, int count) {
    Code code = closure.code;
    Varargs rest = LuaValue.NONE;
    if (code.isVararg && count > code.parameters) {
      int from = first + code.parameters;
      rest = LuaValue.varargsOf(Arrays.copyOfRange(registers, from, first + count));
    }
    Frame frame = new Frame(closure, rest);
    int taken = Math.min(count, code.parameters);
    System.arraycopy(registers, first, frame.stack, 0, taken);
    frame.fillFrom(taken);
    return frame;
  }

  /** Gives the parameters that no argument was left for, and {@code arg}, what they begin with. */
  private void fillFrom(int taken) {
    if (taken < code.parameters) {
      Arrays.fill(stack, taken, code.parameters, LuaValue.NIL);
    }
    if (code.hasArgumentVariable) {
      stack[code.parameters] = code.hasArgumentTable ? argumentTable() : LuaValue.NIL;
    }
  }

  private Table argumentTable() {
    return argumentTable(varargs);
  }

  /** {@code arg}. */
  static Table argumentTable(Varargs varargs) {
    int count = varargs.narg();
    Table table = new Table(count, 1);
    for (int i = 1; i <= count; i++) {
      table.rawset(i, varargs.arg(i));
    }
    table.rawset(COUNT, Num.of(count));
    return table;
  }

  /** The line of the instruction that runs. */
  int line() {
    return code.line(pc - 1);
  }

  /** Whether the instruction that runs is a loop's call of its iterator. */
  boolean isIterating() {
    return Instruction.operation(code.instructions[pc - 1]) == OP_TFORCALL;
  }

  Cell capture(int register) {
    if (open == null) {
      open = new Cell[stack.length];
    }
    Cell cell = open[register];
    if (cell == null) {
      cell = new Cell(stack, register);
      open[register] = cell;
    }
    return cell;
  }

  /** The variable of a register, which is no longer the register. */
  Cell takeCell(int register) {
    Cell cell = capture(register);
    cell.close();
    forget(register);
    return cell;
  }

  @SuppressWarnings("NullAway") // the slots of `open` are null until captured
  private void forget(int register) {
    if (open != null) {
      open[register] = null;
    }
  }

  /** The reverse of {@link #takeCell}. */
  void putCell(int register, Cell cell) {
    stack[register] = cell.get();
    cell.open(stack, register);
    if (open == null) {
      open = new Cell[stack.length];
    }
    open[register] = cell;
  }

  @SuppressWarnings("NullAway") // the slots of `open` are null until captured
  void closeFrom(int register) {
    if (open != null) {
      for (int i = register; i < open.length; i++) {
        if (open[i] != null) {
          open[i].close();
          open[i] = null;
        }
      }
    }
  }
}
