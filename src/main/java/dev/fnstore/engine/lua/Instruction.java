package dev.fnstore.engine.lua;

import static org.luaj.vm2.Lua.*;

/** The fields of an instruction, see {@link Interpreter}. */
final class Instruction {
  private static final int BIAS_OF_JUMP = 131071;
  private static final int CONSTANT_BIT = 256;

  private Instruction() {}

  static int operation(int instruction) {
    return instruction & 0x3f;
  }

  static int a(int instruction) {
    return instruction >> 6 & 0xff;
  }

  static int b(int instruction) {
    return instruction >>> 23;
  }

  static int c(int instruction) {
    return instruction >> 14 & 0x1ff;
  }

  static int bx(int instruction) {
    return instruction >>> 14;
  }

  /** Where the jump that is at {@code pc} goes. */
  static int target(int pc, int instruction) {
    return pc + 1 + bx(instruction) - BIAS_OF_JUMP;
  }

  /** Whether a B or C is a constant, not a register. */
  static boolean isConstant(int operand) {
    return (operand & CONSTANT_BIT) != 0;
  }

  /** The constant that a B or C is. */
  static int constant(int operand) {
    return operand & 0xff;
  }

  /** Whether it may skip the one behind it. */
  static boolean isTest(int operation) {
    return operation == OP_EQ
        || operation == OP_LT
        || operation == OP_LE
        || operation == OP_TEST
        || operation == OP_TESTSET;
  }

  static boolean isArithmetic(int operation) {
    return switch (operation) {
      case OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_POW, OP_UNM -> true;
      default -> false;
    };
  }

  /** Whether how many values it takes is known only when it runs. */
  static boolean takesAll(int instruction) {
    return switch (operation(instruction)) {
      case OP_CALL, OP_TAILCALL, OP_RETURN, OP_SETLIST -> b(instruction) == 0;
      default -> false;
    };
  }

  /** Whether how many values it gives is known only when it has run. */
  static boolean givesAll(int instruction) {
    return switch (operation(instruction)) {
      case OP_CALL -> c(instruction) == 0;
      case OP_TAILCALL -> true;
      case OP_VARARG -> b(instruction) == 0;
      default -> false;
    };
  }
}
