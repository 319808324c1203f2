package dev.fnstore.engine.lua;

import static org.luaj.vm2.Lua.*;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Finds what a register holds by following the bytecode, for the texts of errors. */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class VariableNames {
  private static final String ENVIRONMENT = "_ENV";

  /** What a value was read from: {@code local}, {@code global}, {@code field} … and its name. */
  record Name(String kind, String name) {}

  private VariableNames() {}

  /** What the running call instruction calls. */
  static @Nullable Name called(Frame frame) {
    int pc = frame.pc - 1;
    int instruction = frame.code.instructions[pc];
    return switch (instruction & 0x3f) {
      case OP_CALL, OP_TAILCALL, OP_TFORCALL -> inRegister(frame.code, pc, instruction >> 6 & 0xff);
      default -> null;
    };
  }

  /**
   * What the running instruction read {@code culprit} from, if from a variable.
   *
   * @param place of the culprit among the operands of a concatenation, from 0
   */
  static @Nullable Name operand(Frame frame, LuaValue culprit, int place) {
    int pc = frame.pc - 1;
    int i = frame.code.instructions[pc];
    int a = i >> 6 & 0xff;
    int b = i >>> 23;
    int c = i >> 14 & 0x1ff;
    return switch (i & 0x3f) {
      case OP_GETTABUP -> capture(frame, b, culprit);
      case OP_SETTABUP -> capture(frame, a, culprit);
      case OP_GETTABLE, OP_SELF, OP_UNM, OP_LEN -> register(frame, pc, b, culprit);
      // Where the loop calls it no instruction has put it: C Lua tells what was there before.
      case OP_TFORCALL -> frame.stack[a] == culprit ? inRegister(frame.code, pc, a + 3) : null;
      case OP_SETTABLE, OP_CALL, OP_TAILCALL -> register(frame, pc, a, culprit);
      case OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_POW -> {
        boolean isFirst = value(frame, b) == culprit;
        yield register(frame, pc, isFirst ? b : c, culprit);
      }
      case OP_CONCAT -> inRegister(frame.code, pc, b + place);
      default -> null;
    };
  }

  private static LuaValue value(Frame frame, int registerOrConstant) {
    return (registerOrConstant & 256) != 0
        ? frame.code.constants[registerOrConstant & 0xff]
        : frame.stack[registerOrConstant];
  }

  private static @Nullable Name capture(Frame frame, int index, LuaValue culprit) {
    return frame.closure.cells[index].get() == culprit
        ? new Name("upvalue", frame.code.captureName(index))
        : null;
  }

  private static @Nullable Name register(Frame frame, int pc, int register, LuaValue culprit) {
    return register < 256 && isSame(frame.stack[register], culprit)
        ? inRegister(frame.code, pc, register)
        : null;
  }

  /** A number may have been put into another object on its way. */
  private static boolean isSame(@Nullable LuaValue value, LuaValue culprit) {
    return value == culprit
        || (value instanceof Num x
            && culprit instanceof Num y
            && Double.compare(x.value, y.value) == 0);
  }

  private static @Nullable Name inRegister(Code code, int pc, int register) {
    LuaString local = code.prototype.getlocalname(register + 1, pc);
    if (local != null) {
      return new Name("local", Str.latin1(local));
    }
    int setter = findSetter(code, pc, register);
    if (setter < 0) {
      return null;
    }
    int i = code.instructions[setter];
    int a = i >> 6 & 0xff;
    int b = i >>> 23;
    int c = i >> 14 & 0x1ff;
    return switch (i & 0x3f) {
      case OP_MOVE -> b < a ? inRegister(code, setter, b) : null;
      case OP_GETTABUP ->
          new Name(code.captureName(b).equals(ENVIRONMENT) ? "global" : "field", key(code, c));
      case OP_GETTABLE -> new Name("field", key(code, c));
      case OP_GETUPVAL -> new Name("upvalue", code.captureName(b));
      case OP_SELF -> new Name("method", key(code, c));
      default -> null;
    };
  }

  private static String key(Code code, int c) {
    return (c & 256) != 0 && code.constants[c & 0xff] instanceof LuaString name
        ? Str.latin1(name)
        : "?";
  }

  /** The last instruction before {@code end} that sets {@code register}, jumps being taken. */
  private static int findSetter(Code code, int end, int register) {
    int setter = -1;
    for (int pc = 0; pc < end; pc++) {
      int i = code.instructions[pc];
      int operation = i & 0x3f;
      int a = i >> 6 & 0xff;
      if (operation == OP_SETLIST && (i >> 14 & 0x1ff) == 0) {
        pc++; // a bare number follows
        continue;
      }
      if (sets(operation, a, i >>> 23, register)) {
        setter = pc;
      }
      if (operation == OP_JMP || operation == OP_FORPREP) {
        int target = pc + 1 + (i >>> 14) - 131071;
        if (pc < target && target <= end) {
          pc = target - 1;
        }
      }
    }
    return setter;
  }

  private static boolean sets(int operation, int a, int b, int register) {
    return switch (operation) {
      case OP_LOADNIL -> a <= register && register <= a + b;
      case OP_TFORCALL -> register >= a + 2;
      case OP_CALL, OP_TAILCALL -> register >= a;
      case OP_JMP,
          OP_SETTABUP,
          OP_SETUPVAL,
          OP_SETTABLE,
          OP_EQ,
          OP_LT,
          OP_LE,
          OP_RETURN,
          OP_SETLIST ->
          false;
      case OP_EXTRAARG -> false;
      default -> register == a;
    };
  }
}
