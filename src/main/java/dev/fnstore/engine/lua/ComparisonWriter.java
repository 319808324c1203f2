package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.Instruction.a;
import static dev.fnstore.engine.lua.Instruction.b;
import static dev.fnstore.engine.lua.Instruction.c;
import static dev.fnstore.engine.lua.Instruction.operation;
import static org.luaj.vm2.Lua.*;
import static org.objectweb.asm.Opcodes.*;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;
import org.objectweb.asm.Label;

/** Writes comparisons, and what numeric loops begin and end with. */
final class ComparisonWriter {
  private final MachineMethod out;
  private final Code code;
  private final NumericRegisters numeric;
  private final Registers registers;
  private final Operands operands;

  ComparisonWriter(MachineMethod out) {
    this.out = out;
    this.code = out.flow.code;
    this.numeric = out.numeric;
    this.registers = out.registers;
    this.operands = new Operands(out);
  }

  /** Compares; gives the jump that is to be taken where the next instruction is skipped. */
  int compare(int pc, int i) {
    out.place(pc);
    boolean isX = numeric.isNumber(pc, b(i));
    boolean isY = numeric.isNumber(pc, c(i));
    boolean wanted = a(i) != 0;
    if (isX && isY) {
      operands.pushNumber(b(i));
      operands.pushNumber(c(i));
      return switch (operation(i)) {
        case OP_EQ -> {
          out.method.visitInsn(DCMPL);
          yield wanted ? IFNE : IFEQ;
        }
        case OP_LT -> {
          out.method.visitInsn(DCMPG);
          yield wanted ? IFGE : IFLT;
        }
        default -> {
          out.method.visitInsn(DCMPG);
          yield wanted ? IFGT : IFLE;
        }
      };
    }
    switch (operation(i)) {
      case OP_EQ -> equal(isX, isY, b(i), c(i));
      case OP_LT -> order("less", isX, isY, b(i), c(i));
      default -> order("lessOrEqual", isX, isY, b(i), c(i));
    }
    return wanted ? IFEQ : IFNE;
  }

  private void equal(boolean isX, boolean isY, int x, int y) {
    if (isX || isY) {
      operands.pushObject(isX ? y : x);
      operands.pushNumber(isX ? x : y);
      out.call(
          INVOKESTATIC, MachineSupport.class, "equal", boolean.class, LuaValue.class, double.class);
    } else {
      out.operations();
      operands.pushObject(x);
      operands.pushObject(y);
      out.call(
          INVOKEVIRTUAL, Operations.class, "equal", boolean.class, LuaValue.class, LuaValue.class);
    }
  }

  private void order(String name, boolean isX, boolean isY, int x, int y) {
    out.operations();
    if (isX) {
      operands.pushNumber(x);
    } else {
      operands.pushObject(x);
    }
    if (isY) {
      operands.pushNumber(y);
    } else {
      operands.pushObject(y);
    }
    if (isX || isY) {
      out.call(
          INVOKESTATIC,
          MachineSupport.class,
          name,
          boolean.class,
          Operations.class,
          isX ? double.class : LuaValue.class,
          isY ? double.class : LuaValue.class);
    } else {
      out.call(
          INVOKEVIRTUAL, Operations.class, name, boolean.class, LuaValue.class, LuaValue.class);
    }
  }

  /** Makes the three values of a numeric loop numbers, and steps back once. */
  void prepareLoop(int pc, int a) {
    out.place(pc);
    String[] names = {"initial value", "limit", "step"};
    for (int j = 0; j < 3; j++) {
      if (!registers.isNumeric(a + j)) {
        registers.pushObject(a + j);
        out.method.visitLdcInsn(names[j]);
        out.call(
            INVOKESTATIC,
            MachineSupport.class,
            "loopNumber",
            double.class,
            LuaValue.class,
            String.class);
        registers.storeNumber(a + j);
      }
    }
    registers.pushNumber(a);
    registers.pushNumber(a + 2);
    out.method.visitInsn(DSUB);
    registers.storeNumber(a);
  }

  /** Goes to {@code end} where {@code next}, a local variable, is behind the limit of a loop. */
  void jumpAtEndOfLoop(int pc, int i, int a, int next, Label end) {
    Label goOn = new Label();
    Label down = new Label();
    Double step = constantStep(pc, i, a);
    if (step == null) {
      registers.pushNumber(a + 2);
      out.method.visitInsn(DCONST_0);
      out.method.visitInsn(DCMPL);
      out.method.visitJumpInsn(IFLE, down);
    }
    if (step == null || step > 0) {
      out.method.visitVarInsn(DLOAD, next);
      registers.pushNumber(a + 1);
      out.method.visitInsn(DCMPG);
      out.method.visitJumpInsn(IFGT, end);
    }
    if (step == null) {
      out.method.visitJumpInsn(GOTO, goOn);
      out.method.visitLabel(down);
    }
    if (step == null || !(step > 0)) {
      registers.pushNumber(a + 1);
      out.method.visitVarInsn(DLOAD, next);
      out.method.visitInsn(DCMPG);
      out.method.visitJumpInsn(IFGT, end);
    }
    out.method.visitLabel(goOn);
  }

  /**
   * The step of a loop whose preparation follows the loading of a constant; null if it does not.
   */
  private @Nullable Double constantStep(int pc, int i, int a) {
    int prepare = Instruction.target(pc, i) - 1;
    int load = prepare - 1;
    if (load < 0
        || out.flow.isJumpedTo(prepare) // a jump there would pass the constant by
        || operation(code.instructions[prepare]) != OP_FORPREP
        || operation(code.instructions[load]) != OP_LOADK
        || a(code.instructions[load]) != a + 2
        || Instruction.target(prepare, code.instructions[prepare]) != pc) {
      return null;
    }
    LuaValue constant = code.constants[Instruction.bx(code.instructions[load])];
    return constant instanceof Num number ? number.value : null;
  }
}
