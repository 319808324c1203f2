package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.Instruction.a;
import static dev.fnstore.engine.lua.Instruction.b;
import static dev.fnstore.engine.lua.Instruction.c;
import static dev.fnstore.engine.lua.Instruction.operation;
import static org.luaj.vm2.Lua.*;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.luaj.vm2.LuaValue;

/**
 * Which registers hold numbers at the beginning of each instruction, so that they can be kept as
 * doubles. Arithmetic counts as giving a number wherever it has not been seen to give something
 * else.
 */
final class NumericRegisters {
  private final ControlFlow flow;
  private final Surprises surprises;
  private final BitSet[] numeric;

  /**
   * Finds them.
   *
   * @param atEntry the registers that hold numbers where the code begins
   */
  NumericRegisters(ControlFlow flow, Surprises surprises, BitSet atEntry) {
    this.flow = flow;
    this.surprises = surprises;
    this.numeric = new BitSet[flow.code.instructions.length + 2];
    BitSet first = (BitSet) atEntry.clone();
    first.andNot(flow.captured);
    numeric[flow.entry] = first;
    Deque<Integer> next = new ArrayDeque<>(List.of(flow.entry));
    while (!next.isEmpty()) {
      int pc = next.pop();
      for (int successor : flow.successors(pc)) {
        if (merge(successor, after(pc, successor))) {
          next.push(successor);
        }
      }
    }
  }

  private boolean merge(int pc, BitSet arriving) {
    BitSet present = numeric[pc];
    if (present == null) {
      numeric[pc] = arriving;
      return true;
    }
    BitSet both = (BitSet) present.clone();
    both.and(arriving);
    numeric[pc] = both;
    return !both.equals(present);
  }

  /** Not to be changed. */
  BitSet at(int pc) {
    BitSet found = numeric[pc];
    if (found == null) {
      throw new IllegalStateException("instruction " + pc + " is not reached");
    }
    return found;
  }

  /** For each instruction which are so at its beginning; null where it is not reached. */
  boolean[][] all() {
    boolean[][] all = new boolean[numeric.length][];
    Map<BitSet, boolean[]> rows = new HashMap<>(); // few differ
    for (int pc = 0; pc < all.length; pc++) {
      BitSet here = numeric[pc];
      if (here != null) {
        all[pc] = rows.computeIfAbsent(here, this::row);
      }
    }
    return all;
  }

  private boolean[] row(BitSet registers) {
    boolean[] row = new boolean[flow.code.stackSize];
    registers.stream().forEach(register -> row[register] = true);
    return row;
  }

  /** Those that hold a number at the beginning of any instruction. */
  BitSet anywhere() {
    BitSet union = new BitSet();
    for (BitSet here : numeric) {
      if (here != null) {
        union.or(here);
      }
    }
    return union;
  }

  boolean isNumeric(int pc, int register) {
    return at(pc).get(register);
  }

  /** Whether a B or C is a number. */
  boolean isNumber(int pc, int operand) {
    return Instruction.isConstant(operand)
        ? flow.code.constants[Instruction.constant(operand)] instanceof Num
        : isNumeric(pc, operand);
  }

  /** Whether what an instruction of arithmetic gives is kept as a double. */
  boolean givesNumber(int pc) {
    int i = flow.code.instructions[pc];
    if (!surprises.isExpected(pc)) {
      return operation(i) == OP_UNM
          ? isNumeric(pc, b(i))
          : isNumber(pc, b(i)) && isNumber(pc, c(i));
    }
    return operation(i) == OP_UNM || (mayBeNumber(b(i)) && mayBeNumber(c(i)));
  }

  private boolean mayBeNumber(int operand) {
    return !Instruction.isConstant(operand)
        || flow.code.constants[Instruction.constant(operand)] instanceof Num;
  }

  /** Those behind {@code pc} on the way to {@code successor}. */
  private BitSet after(int pc, int successor) {
    int i = flow.code.instructions[pc];
    int a = a(i);
    BitSet after = (BitSet) at(pc).clone();
    after.andNot(flow.writes(pc));
    switch (operation(i)) {
      case OP_MOVE -> after.set(a, isNumeric(pc, b(i)));
      case OP_LOADK -> after.set(a, flow.code.constants[Instruction.bx(i)] instanceof Num);
      case OP_LEN -> after.set(a);
      case OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_POW, OP_UNM -> after.set(a, givesNumber(pc));
      case OP_TESTSET -> {
        if (successor == pc + 1) {
          after.set(a, isNumeric(pc, b(i)));
        }
      }
      case OP_FORPREP -> after.set(a, a + 3);
      case OP_FORLOOP -> {
        if (successor != pc + 1) {
          after.set(a);
          after.set(a + 3);
        }
      }
      case OP_TFORLOOP -> {
        if (successor != pc + 1) {
          after.set(a, isNumeric(pc, a + 1));
        }
      }
      default -> {}
    }
    after.andNot(flow.captured);
    return after;
  }

  /** Where a function has been seen to do arithmetic on something else than numbers. */
  static final class Surprises {
    private static final int MOST = 16;

    private final BitSet places = new BitSet();
    private int count;

    Surprises() {}

    private Surprises(Surprises other) {
      places.or(other.places);
      count = other.count;
    }

    Surprises copy() {
      return new Surprises(this);
    }

    void add(int pc) {
      places.set(pc);
      count++;
    }

    /** Whether the arithmetic at {@code pc} is taken to be of numbers. */
    boolean isExpected(int pc) {
      return count < MOST && !places.get(pc);
    }
  }

  /** The registers of a frame that hold numbers now. */
  static BitSet in(LuaValue[] stack) {
    BitSet found = new BitSet();
    for (int register = 0; register < stack.length; register++) {
      if (stack[register] instanceof Num) {
        found.set(register);
      }
    }
    return found;
  }
}
