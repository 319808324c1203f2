package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.Instruction.a;
import static dev.fnstore.engine.lua.Instruction.b;
import static dev.fnstore.engine.lua.Instruction.bx;
import static dev.fnstore.engine.lua.Instruction.c;
import static dev.fnstore.engine.lua.Instruction.operation;
import static dev.fnstore.engine.lua.Instruction.target;
import static org.luaj.vm2.Lua.*;
import static org.objectweb.asm.Opcodes.*;

import java.util.BitSet;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Upvaldesc;
import org.objectweb.asm.Label;

/**
 * Writes the instructions of a function: those that jump and move here, others with {@link
 * OperatorWriter}, {@link ComparisonWriter} and {@link CallWriter}.
 */
final class BodyWriter {
  private final MachineMethod out;
  private final Code code;
  private final ControlFlow flow;
  private final Liveness live;
  private final NumericRegisters numeric;
  private final Registers registers;
  private final OperatorWriter operators;
  private final ComparisonWriter comparisons;
  private final CallWriter calls;
  private final Label[] labels;

  BodyWriter(MachineMethod out) {
    this.out = out;
    this.code = out.flow.code;
    this.flow = out.flow;
    this.live = out.live;
    this.numeric = out.numeric;
    this.registers = out.registers;
    this.operators = new OperatorWriter(out);
    this.comparisons = new ComparisonWriter(out);
    this.calls = new CallWriter(out);
    this.labels = new Label[code.instructions.length + 1];
    for (int pc = 0; pc < labels.length; pc++) {
      labels[pc] = new Label();
    }
  }

  /** Writes all that can be reached, from the entry's label on. */
  void write() {
    if (flow.reachable.nextSetBit(0) != flow.entry) {
      out.method.visitJumpInsn(GOTO, labels[flow.entry]);
    }
    boolean fallsThrough = false;
    int line = -1;
    for (int pc = flow.reachable.nextSetBit(0); pc >= 0; pc = flow.reachable.nextSetBit(pc + 1)) {
      boolean isLeader = flow.leaders.get(pc);
      if (fallsThrough && isLeader) {
        convert(pc);
      }
      if (isLeader) {
        out.method.visitLabel(labels[pc]);
      }
      if (code.line(pc) != line) {
        line = code.line(pc);
        out.line(line);
      }
      registers.begin(numeric.at(pc), isLeader);
      fallsThrough = write(pc);
    }
  }

  /** Writes one instruction; whether the one behind it follows. */
  private boolean write(int pc) {
    int i = code.instructions[pc];
    int a = a(i);
    switch (operation(i)) {
      case OP_MOVE -> move(b(i), a);
      case OP_LOADK -> {
        LuaValue constant = code.constants[bx(i)];
        if (constant instanceof Num number && !registers.isCaptured(a)) {
          out.method.visitLdcInsn(number.value);
          registers.storeNumber(a);
        } else {
          out.constant(bx(i));
          registers.storeObject(a);
        }
      }
      case OP_LOADBOOL -> {
        out.bool(b(i) != 0);
        registers.storeObject(a);
        if (c(i) != 0) {
          jump(pc + 2);
          return false;
        }
      }
      case OP_LOADNIL -> {
        for (int r = a; r <= a + b(i); r++) {
          out.nil();
          registers.storeObject(r);
        }
      }
      case OP_GETUPVAL -> {
        out.upvalue(b(i));
        registers.storeObject(a);
      }
      case OP_SETUPVAL -> {
        out.cell(b(i));
        registers.pushObject(a);
        out.call(INVOKEVIRTUAL, Cell.class, "set", void.class, LuaValue.class);
      }
      case OP_NEWTABLE -> {
        out.newTable(Interpreter.sizeOf(b(i)), Interpreter.sizeOf(c(i)));
        registers.storeObject(a);
      }
      case OP_JMP -> {
        jumpTo(pc, i, a);
        return false;
      }
      case OP_EQ, OP_LT, OP_LE -> {
        int skip = comparisons.compare(pc, i);
        branch(skip, pc + 2);
      }
      case OP_TEST -> test(pc, a, c(i));
      case OP_TESTSET -> {
        test(pc, b(i), c(i));
        move(b(i), a);
      }
      case OP_FORPREP -> {
        comparisons.prepareLoop(pc, a);
        jump(target(pc, i));
        return false;
      }
      case OP_FORLOOP -> loop(pc, i, a);
      case OP_TFORLOOP -> {
        registers.pushObject(a + 1);
        out.nil();
        Label end = new Label();
        out.method.visitJumpInsn(IF_ACMPEQ, end);
        BitSet boxed = registers.boxed();
        out.place(pc);
        out.step();
        move(a + 1, a);
        jump(target(pc, i));
        out.method.visitLabel(end);
        registers.restoreBoxed(boxed);
      }
      case OP_CLOSURE -> {
        closure(code.inner[bx(i)], bx(i));
        registers.storeObject(a);
      }
      case OP_CALL -> calls.call(pc, i);
      case OP_TFORCALL -> calls.callIterator(pc, i);
      case OP_TAILCALL -> {
        calls.tailCall(pc, i);
        return !out.isLoop();
      }
      case OP_RETURN -> {
        calls.giveBack(pc, i);
        return false;
      }
      case OP_VARARG -> calls.varargs(i);
      case OP_SETLIST -> {
        calls.setList(pc, i);
        if (c(i) == 0) {
          jump(pc + 2);
          return false;
        }
      }
      default -> operators.write(pc, i);
    }
    return true;
  }

  private void move(int from, int to) {
    if (registers.isNumeric(from)) {
      registers.pushNumber(from);
      registers.storeNumber(to);
    } else {
      registers.pushObject(from);
      registers.storeObject(to);
    }
  }

  private void jumpTo(int pc, int i, int a) {
    int target = target(pc, i);
    if (target <= pc) {
      out.place(pc);
      out.step();
    }
    if (a > 0) {
      for (int r = a - 1; r < registers.count(); r++) {
        if (registers.isCaptured(r)) {
          out.newCell();
          out.method.visitVarInsn(ASTORE, registers.object(r));
        }
      }
    }
    jump(target);
  }

  private void jump(int target) {
    convert(target);
    out.method.visitJumpInsn(GOTO, labels[target]);
  }

  /** Goes to {@code target} if the jump {@code opcode} is taken. */
  private void branch(int opcode, int target) {
    BitSet boxed = registers.boxed();
    if (boxedFor(target).isEmpty()) {
      out.method.visitJumpInsn(opcode, labels[target]);
      return;
    }
    Label other = new Label();
    out.method.visitJumpInsn(MachineMethod.opposite(opcode), other);
    jump(target);
    out.method.visitLabel(other);
    registers.restoreBoxed(boxed);
  }

  /** Doubles that have to be objects at {@code target}. */
  private BitSet boxedFor(int target) {
    BitSet needed = (BitSet) live.at(target).clone();
    needed.andNot(numeric.at(target));
    for (int r = needed.nextSetBit(0); r >= 0; r = needed.nextSetBit(r + 1)) {
      if (!registers.isNumeric(r)) {
        needed.clear(r);
      }
    }
    return needed;
  }

  private void convert(int target) {
    BitSet needed = boxedFor(target);
    for (int r = needed.nextSetBit(0); r >= 0; r = needed.nextSetBit(r + 1)) {
      registers.box(r);
    }
  }

  /** Skips the next instruction where the truth of a register is not {@code wanted}. */
  private void test(int pc, int register, int wanted) {
    if (registers.isNumeric(register)) {
      out.method.visitInsn(ICONST_1);
    } else {
      registers.pushObject(register);
      out.call(INVOKESTATIC, Operations.class, "isTrue", boolean.class, LuaValue.class);
    }
    branch(wanted != 0 ? IFEQ : IFNE, pc + 2);
  }

  private void loop(int pc, int i, int a) {
    Label end = new Label();
    int next = out.temporaryDouble();
    registers.pushNumber(a);
    registers.pushNumber(a + 2);
    out.method.visitInsn(DADD);
    out.method.visitVarInsn(DSTORE, next);
    comparisons.jumpAtEndOfLoop(pc, i, a, next, end);
    out.place(pc);
    out.step();
    BitSet boxed = registers.boxed();
    out.method.visitVarInsn(DLOAD, next);
    registers.storeNumber(a);
    out.method.visitVarInsn(DLOAD, next);
    registers.storeNumber(a + 3);
    jump(target(pc, i));
    out.method.visitLabel(end);
    registers.begin(numeric.at(pc), false);
    registers.restoreBoxed(boxed);
  }

  private void closure(Code inner, int index) {
    out.constantCode(index);
    Upvaldesc[] captures = inner.captures;
    out.integer(captures.length);
    out.method.visitTypeInsn(ANEWARRAY, JvmNames.of(Cell.class));
    for (int j = 0; j < captures.length; j++) {
      out.method.visitInsn(DUP);
      out.integer(j);
      if (captures[j].instack) {
        out.method.visitVarInsn(ALOAD, registers.object(captures[j].idx));
      } else {
        out.cell(captures[j].idx);
      }
      out.method.visitInsn(AASTORE);
    }
    out.call(
        INVOKESTATIC, MachineSupport.class, "closure", Closure.class, Code.class, Cell[].class);
  }
}
