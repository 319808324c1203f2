package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.Operations.isTrue;
import static org.luaj.vm2.Lua.*;

import dev.fnstore.engine.ScriptInterrupted;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Runs the bytecode of Lua 5.2 that LuaJ's compiler makes. A call from Lua to Lua takes no Java
 * stack: it makes a new frame and goes on. The interrupt is polled at every entry and backward
 * jump.
 *
 * <p>An instruction is, from the low bits: operation 6, A 8, C 9, B 9; or Bx in place of C and B.
 */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class Interpreter {
  private static final int BIAS_OF_JUMP = 131071;
  private static final int CONSTANT_BIT = 256;
  private static final LuaBoolean TRUE = LuaValue.TRUE;
  private static final LuaBoolean FALSE = LuaValue.FALSE;

  private final Vm vm;
  private final Operations operations;
  private final Calls calls;

  Interpreter(Vm vm) {
    this.vm = vm;
    this.operations = vm.operations;
    this.calls = new Calls(vm);
  }

  /** Runs {@code entry} until it returns; gives its results, or {@link Vm#YIELD}. */
  Varargs run(Frame entry) {
    vm.enter(entry.code);
    return run(entry, entry);
  }

  /** Goes on with a frame that is active already. */
  Varargs goOn(Frame frame) {
    return run(frame, frame);
  }

  /** Goes on after a yield in {@code last}, whose results are {@code values}. */
  Varargs resume(Frame entry, Frame last, Varargs values) {
    int call = last.code.instructions[last.pc - 1];
    boolean isTail = (call & 0x3f) == OP_TAILCALL;
    Calls.storeResults(last, call >> 6 & 0xff, isTail ? 0 : call >> 14 & 0x1ff, values);
    return run(entry, last);
  }

  /** Goes on where the last {@link Relocation} left. */
  Varargs goOn() {
    Frame entry = vm.leftTop;
    Frame last = vm.takeLeft();
    return run(entry == null ? last : entry, last);
  }

  private Varargs run(Frame first, Frame start) {
    Frame entry = first;
    Frame f = start;
    int depthOutside = vm.depth - 1 - framesBetween(start, first);
    try {
      for (; ; ) {
        Frame next = runFrame(f);
        if (next == null) {
          if (!calls.takeSuspension()) {
            Varargs results = f.more;
            f.more = LuaValue.NONE;
            vm.depth--;
            Frame caller = f.caller;
            if (f == entry || caller == null) {
              return results;
            }
            Calls.storeResults(caller, f.resultRegister, f.resultsWanted, results);
            if (caller.isIterating()) {
              vm.javaCalls--;
            }
            f = caller;
          } else {
            leave(f, entry);
            return Vm.YIELD;
          }
        } else {
          if (f == entry && next.caller == f.caller && next.tailCalls > 0) {
            entry = next;
          }
          f = next;
        }
      }
    } catch (Relocation relocation) {
      if (vm.leftTop == null) {
        f.pc--; // the instruction is done again
        f.inBuiltin = false;
      }
      leave(f, entry);
      throw relocation;
    } catch (LuaRaise raise) {
      raise.pass(f, entry);
      close(f, entry);
      vm.depth = depthOutside;
      throw raise;
    } catch (ScriptInterrupted interrupted) {
      vm.strike(f);
      throw interrupted;
    } catch (VirtualMachineError failure) {
      vm.strike(f);
      vm.depth = depthOutside;
      throw failure;
    }
  }

  /** All from {@code inner} to {@code outer} have ended. */
  private static void close(Frame inner, Frame outer) {
    Frame f = inner;
    f.closeFrom(0);
    while (f != outer && f.caller != null) {
      f = f.caller;
      f.closeFrom(0);
    }
  }

  private void leave(Frame last, Frame entry) {
    vm.leave(last);
    vm.leftTop = entry;
  }

  private static int framesBetween(Frame inner, Frame outer) {
    int count = 0;
    for (Frame f = inner; f != outer && f.caller != null; f = f.caller) {
      count++;
    }
    return count;
  }

  /** Runs {@code f} until it calls, returns or yields; gives the frame to go on with, or null. */
  private @Nullable Frame runFrame(Frame f) {
    int[] instructions = f.code.instructions;
    LuaValue[] k = f.code.constants;
    LuaValue[] s = f.stack;
    Cell[] cells = f.closure.cells;
    int pc = f.pc;
    for (; ; ) {
      int i = instructions[pc++];
      f.pc = pc;
      int a = i >> 6 & 0xff;
      switch (i & 0x3f) {
        case OP_MOVE -> s[a] = s[i >>> 23];
        case OP_LOADK -> s[a] = k[i >>> 14];
        case OP_LOADKX -> s[a] = k[instructions[pc++] >>> 6];
        case OP_LOADBOOL -> {
          s[a] = i >>> 23 != 0 ? TRUE : FALSE;
          if ((i >> 14 & 0x1ff) != 0) {
            pc++;
          }
        }
        case OP_LOADNIL -> {
          for (int last = a + (i >>> 23); a <= last; a++) {
            s[a] = LuaValue.NIL;
          }
        }
        case OP_GETUPVAL -> s[a] = cells[i >>> 23].get();
        case OP_GETTABUP ->
            s[a] = operations.index(cells[i >>> 23].get(), rk(s, k, i >> 14 & 0x1ff));
        case OP_GETTABLE -> s[a] = operations.index(s[i >>> 23], rk(s, k, i >> 14 & 0x1ff));
        case OP_SETTABUP ->
            operations.setIndex(cells[a].get(), rk(s, k, i >>> 23), rk(s, k, i >> 14 & 0x1ff));
        case OP_SETUPVAL -> cells[i >>> 23].set(s[a]);
        case OP_SETTABLE ->
            operations.setIndex(s[a], rk(s, k, i >>> 23), rk(s, k, i >> 14 & 0x1ff));
        case OP_NEWTABLE -> s[a] = new Table(sizeOf(i >>> 23), sizeOf(i >> 14 & 0x1ff));
        case OP_SELF -> {
          LuaValue object = s[i >>> 23];
          LuaValue method = operations.index(object, rk(s, k, i >> 14 & 0x1ff));
          s[a + 1] = object;
          s[a] = method;
        }
        case OP_ADD -> {
          LuaValue b = rk(s, k, i >>> 23);
          LuaValue c = rk(s, k, i >> 14 & 0x1ff);
          s[a] =
              b instanceof Num x && c instanceof Num y
                  ? Num.of(x.value + y.value)
                  : operations.arithmetic(OP_ADD, b, c);
        }
        case OP_SUB -> {
          LuaValue b = rk(s, k, i >>> 23);
          LuaValue c = rk(s, k, i >> 14 & 0x1ff);
          s[a] =
              b instanceof Num x && c instanceof Num y
                  ? Num.of(x.value - y.value)
                  : operations.arithmetic(OP_SUB, b, c);
        }
        case OP_MUL -> {
          LuaValue b = rk(s, k, i >>> 23);
          LuaValue c = rk(s, k, i >> 14 & 0x1ff);
          s[a] =
              b instanceof Num x && c instanceof Num y
                  ? Num.of(x.value * y.value)
                  : operations.arithmetic(OP_MUL, b, c);
        }
        case OP_MOD -> {
          LuaValue b = rk(s, k, i >>> 23);
          LuaValue c = rk(s, k, i >> 14 & 0x1ff);
          s[a] =
              b instanceof Num x && c instanceof Num y
                  ? Num.of(Modulo.of(x.value, y.value))
                  : operations.arithmetic(OP_MOD, b, c);
        }
        case OP_DIV, OP_POW ->
            s[a] = operations.arithmetic(i & 0x3f, rk(s, k, i >>> 23), rk(s, k, i >> 14 & 0x1ff));
        case OP_UNM -> s[a] = operations.negate(s[i >>> 23]);
        case OP_NOT -> s[a] = isTrue(s[i >>> 23]) ? FALSE : TRUE;
        case OP_LEN -> s[a] = operations.length(s[i >>> 23]);
        case OP_CONCAT -> s[a] = operations.concat(s, i >>> 23, i >> 14 & 0x1ff);
        case OP_JMP -> {
          if (a > 0) {
            f.closeFrom(a - 1);
          }
          int offset = (i >>> 14) - BIAS_OF_JUMP;
          pc += offset;
          if (offset < 0) {
            vm.step();
            if (f.code.translation.isLoopHot()) {
              if (calls.finishInLoopCode(f, pc)) {
                return null;
              }
              pc = f.pc;
            }
          }
        }
        case OP_EQ -> {
          if (operations.equal(rk(s, k, i >>> 23), rk(s, k, i >> 14 & 0x1ff)) != (a != 0)) {
            pc++;
          }
        }
        case OP_LT -> {
          if (operations.less(rk(s, k, i >>> 23), rk(s, k, i >> 14 & 0x1ff)) != (a != 0)) {
            pc++;
          }
        }
        case OP_LE -> {
          if (operations.lessOrEqual(rk(s, k, i >>> 23), rk(s, k, i >> 14 & 0x1ff)) != (a != 0)) {
            pc++;
          }
        }
        case OP_TEST -> {
          if (isTrue(s[a]) != ((i >> 14 & 0x1ff) != 0)) {
            pc++;
          }
        }
        case OP_TESTSET -> {
          LuaValue value = s[i >>> 23];
          if (isTrue(value) != ((i >> 14 & 0x1ff) != 0)) {
            pc++;
          } else {
            s[a] = value;
          }
        }
        case OP_CALL, OP_TAILCALL -> {
          Frame next = (i & 0x3f) == OP_CALL ? calls.call(f, i, a) : calls.tailCall(f, i, a);
          if (next != f) {
            return next;
          }
        }
        case OP_RETURN -> {
          f.more = Calls.results(f, i >>> 23, a);
          f.closeFrom(0); // what captured one variable must not keep the others
          return null;
        }
        case OP_FORLOOP -> {
          double step = ((Num) s[a + 2]).value;
          double limit = ((Num) s[a + 1]).value;
          double index = ((Num) s[a]).value + step;
          if (step > 0 ? index <= limit : limit <= index) {
            vm.step(); // before anything is changed, since it may be done again
            Num value = Num.of(index);
            s[a] = value;
            s[a + 3] = value;
            pc += (i >>> 14) - BIAS_OF_JUMP;
            if (f.code.translation.isLoopHot()) {
              if (calls.finishInLoopCode(f, pc)) {
                return null;
              }
              pc = f.pc;
            }
          }
        }
        case OP_FORPREP -> {
          operations.prepareLoop(s, a);
          pc += (i >>> 14) - BIAS_OF_JUMP;
        }
        case OP_TFORCALL -> {
          Frame next = calls.callIterator(f, i, a);
          if (next != f) {
            return next;
          }
        }
        case OP_TFORLOOP -> {
          if (s[a + 1] != LuaValue.NIL) {
            vm.step();
            s[a] = s[a + 1];
            pc += (i >>> 14) - BIAS_OF_JUMP;
            if (f.code.translation.isLoopHot()) {
              if (calls.finishInLoopCode(f, pc)) {
                return null;
              }
              pc = f.pc;
            }
          }
        }
        case OP_SETLIST -> pc = Calls.setList(f, i, a, pc);
        case OP_CLOSURE -> s[a] = Calls.close(f, f.code.inner[i >>> 14]);
        case OP_VARARG -> {
          int wanted = i >>> 23;
          if (wanted == 0) {
            f.more = f.varargs;
            f.top = a;
          } else {
            for (int j = 1; j < wanted; j++) {
              s[a + j - 1] = f.varargs.arg(j);
            }
          }
        }
        default -> throw new IllegalStateException("no such operation: " + (i & 0x3f));
      }
    }
  }

  private static LuaValue rk(LuaValue[] s, LuaValue[] k, int index) {
    return (index & CONSTANT_BIT) != 0 ? k[index & 0xff] : s[index];
  }

  /** The compiler's sizes of tables: a mantissa of 3 bits and an exponent. */
  static int sizeOf(int packed) {
    int exponent = packed >> 3 & 0x1f;
    return exponent == 0 ? packed : ((packed & 7) + 8) << (exponent - 1);
  }
}
