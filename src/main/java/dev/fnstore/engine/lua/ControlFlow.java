package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.Instruction.a;
import static dev.fnstore.engine.lua.Instruction.b;
import static dev.fnstore.engine.lua.Instruction.c;
import static dev.fnstore.engine.lua.Instruction.operation;
import static dev.fnstore.engine.lua.Instruction.target;
import static org.luaj.vm2.Lua.*;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.luaj.vm2.Upvaldesc;

/** What of a function can run when it begins at some instruction, and in which order. */
final class ControlFlow {
  final Code code;
  final int entry;

  /** The instructions that can run. */
  final BitSet reachable = new BitSet();

  /** Those that are reached by jumps, and the entry. */
  final BitSet leaders = new BitSet();

  /** Registers that some inner function captures, whenever it is. */
  final BitSet captured = new BitSet();

  /** For an instruction that takes all: the register that what has been given begins at. */
  final int[] tops;

  ControlFlow(Code code, int entry) {
    this.code = code;
    this.entry = entry;
    this.tops = tops(code.instructions);
    leaders.set(entry);
    Deque<Integer> next = new ArrayDeque<>(List.of(entry));
    while (!next.isEmpty()) {
      int pc = next.pop();
      if (reachable.get(pc)) {
        continue;
      }
      reachable.set(pc);
      for (int successor : successors(pc)) {
        next.push(successor);
        if (successor != pc + 1 || isJump(pc)) {
          leaders.set(successor);
        }
      }
    }
    markFallThroughs();
    for (Code inner : code.inner) {
      capture(inner);
    }
  }

  /** Jumps are written even where they go to the next instruction. */
  private boolean isJump(int pc) {
    int operation = operation(code.instructions[pc]);
    return operation == OP_JMP || operation == OP_FORPREP;
  }

  /** What follows a jump is its own block, since its state may be another. */
  private void markFallThroughs() {
    for (int pc = reachable.nextSetBit(0); pc >= 0; pc = reachable.nextSetBit(pc + 1)) {
      int[] successors = successors(pc);
      if (successors.length == 2) {
        leaders.set(successors[0]);
        leaders.set(successors[1]);
      }
    }
  }

  /** Whether anything of the function jumps to {@code pc}, be it reached from the entry or not. */
  boolean isJumpedTo(int pc) {
    ControlFlow whole = entry == 0 ? this : new ControlFlow(code, 0);
    return whole.leaders.get(pc);
  }

  private void capture(Code inner) {
    for (Upvaldesc upvalue : inner.captures) {
      if (upvalue.instack) {
        captured.set(upvalue.idx);
      }
    }
  }

  private static int[] tops(int[] instructions) {
    int[] tops = new int[instructions.length];
    int top = 0;
    for (int pc = 0; pc < instructions.length; pc++) {
      tops[pc] = top;
      if (Instruction.givesAll(instructions[pc])) {
        top = a(instructions[pc]);
      }
    }
    return tops;
  }

  /** The instructions that may come behind one. */
  int[] successors(int pc) {
    int i = code.instructions[pc];
    int operation = operation(i);
    if (Instruction.isTest(operation)) {
      return new int[] {pc + 1, pc + 2};
    }
    return switch (operation) {
      case OP_RETURN -> new int[0];
      case OP_JMP, OP_FORPREP -> new int[] {target(pc, i)};
      case OP_FORLOOP, OP_TFORLOOP -> new int[] {pc + 1, target(pc, i)};
      case OP_LOADBOOL -> new int[] {c(i) != 0 ? pc + 2 : pc + 1};
      case OP_SETLIST -> new int[] {c(i) == 0 ? pc + 2 : pc + 1};
      default -> new int[] {pc + 1};
    };
  }

  /** The registers that an instruction reads. */
  BitSet reads(int pc) {
    int i = code.instructions[pc];
    int a = a(i);
    int b = b(i);
    int c = c(i);
    BitSet reads = new BitSet();
    switch (operation(i)) {
      case OP_MOVE, OP_UNM, OP_NOT, OP_LEN, OP_TESTSET -> reads.set(b);
      case OP_GETTABUP -> operand(reads, c);
      case OP_GETTABLE, OP_SELF -> {
        reads.set(b);
        operand(reads, c);
      }
      case OP_SETTABUP, OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_POW, OP_EQ, OP_LT, OP_LE -> {
        operand(reads, b);
        operand(reads, c);
      }
      case OP_SETUPVAL, OP_TEST -> reads.set(a);
      case OP_SETTABLE -> {
        reads.set(a);
        operand(reads, b);
        operand(reads, c);
      }
      case OP_CONCAT -> reads.set(b, c + 1);
      case OP_CALL, OP_TAILCALL -> reads.set(a, b == 0 ? Math.max(a + 1, tops[pc]) : a + b);
      case OP_RETURN -> reads.set(a, b == 0 ? Math.max(a, tops[pc]) : a + b - 1);
      case OP_SETLIST -> reads.set(a, b == 0 ? Math.max(a + 1, tops[pc]) : a + b + 1);
      case OP_FORLOOP, OP_FORPREP, OP_TFORCALL -> reads.set(a, a + 3);
      case OP_TFORLOOP -> reads.set(a + 1);
      default -> {}
    }
    return reads;
  }

  private static void operand(BitSet reads, int operand) {
    if (!Instruction.isConstant(operand)) {
      reads.set(operand);
    }
  }

  /** The registers that an instruction always writes. */
  BitSet writes(int pc) {
    int i = code.instructions[pc];
    int a = a(i);
    int b = b(i);
    BitSet writes = new BitSet();
    switch (operation(i)) {
      case OP_LOADNIL -> writes.set(a, a + b + 1);
      case OP_SELF -> writes.set(a, a + 2);
      case OP_CALL -> writes.set(a, Math.max(a, a + c(i) - 1));
      case OP_TFORCALL -> writes.set(a + 3, a + 3 + c(i));
      case OP_VARARG -> writes.set(a, Math.max(a, a + b - 1));
      case OP_FORPREP -> writes.set(a, a + 3);
      case OP_MOVE,
          OP_LOADK,
          OP_LOADBOOL,
          OP_GETUPVAL,
          OP_GETTABUP,
          OP_GETTABLE,
          OP_NEWTABLE,
          OP_ADD,
          OP_SUB,
          OP_MUL,
          OP_DIV,
          OP_MOD,
          OP_POW,
          OP_UNM,
          OP_NOT,
          OP_LEN,
          OP_CONCAT,
          OP_CLOSURE ->
          writes.set(a);
      default -> {}
    }
    return writes;
  }
}
