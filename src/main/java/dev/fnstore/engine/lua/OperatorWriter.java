package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.Instruction.a;
import static dev.fnstore.engine.lua.Instruction.b;
import static dev.fnstore.engine.lua.Instruction.c;
import static dev.fnstore.engine.lua.Instruction.operation;
import static org.luaj.vm2.Lua.*;
import static org.objectweb.asm.Opcodes.*;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.objectweb.asm.Label;

/** Writes the instructions that compute, and those that read and write tables. */
final class OperatorWriter {
  private final MachineMethod out;
  private final Code code;
  private final NumericRegisters numeric;
  private final Registers registers;
  private final Operands operands;

  OperatorWriter(MachineMethod out) {
    this.out = out;
    this.code = out.flow.code;
    this.numeric = out.numeric;
    this.registers = out.registers;
    this.operands = new Operands(out);
  }

  void write(int pc, int i) {
    int a = a(i);
    int b = b(i);
    int c = c(i);
    out.place(pc);
    switch (operation(i)) {
      case OP_GETTABUP -> {
        index(pc, c, () -> out.upvalue(b));
        registers.storeObject(a);
      }
      case OP_GETTABLE -> {
        index(pc, c, () -> registers.pushObject(b));
        registers.storeObject(a);
      }
      case OP_SELF -> {
        index(pc, c, () -> registers.pushObject(b));
        out.method.visitVarInsn(ASTORE, out.temporary());
        registers.pushObject(b);
        registers.storeObject(a + 1);
        out.method.visitVarInsn(ALOAD, out.temporary());
        out.method.visitTypeInsn(CHECKCAST, JvmNames.LUA_VALUE);
        registers.storeObject(a);
      }
      case OP_SETTABUP -> {
        setIndex(pc, b, c, () -> out.upvalue(a));
      }
      case OP_SETTABLE -> setIndex(pc, b, c, () -> registers.pushObject(a));
      case OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_POW -> arithmetic(pc, i);
      case OP_UNM -> negate(pc, a, b);
      case OP_NOT -> not(a, b);
      case OP_LEN -> {
        out.operations();
        registers.pushObject(b);
        out.call(
            INVOKESTATIC,
            MachineSupport.class,
            "length",
            double.class,
            Operations.class,
            LuaValue.class);
        registers.storeNumber(a);
      }
      case OP_CONCAT -> concat(a, b, c);
      default -> throw new UnsupportedOperationException("operation " + Instruction.operation(i));
    }
  }

  private boolean isName(int key) {
    return Instruction.isConstant(key)
        && code.constants[Instruction.constant(key)] instanceof LuaString;
  }

  /** Pushes a key; whether as a double. */
  private boolean pushKey(int pc, int key) {
    boolean isNumber = numeric.isNumber(pc, key);
    if (isNumber) {
      operands.pushNumber(key);
    } else {
      operands.pushObject(key);
    }
    return isNumber;
  }

  private void index(int pc, int key, Runnable pushTable) {
    if (isName(key)) {
      out.fieldSite(pc, Instruction.constant(key));
      pushTable.run();
      out.call(INVOKEVIRTUAL, FieldSite.class, "get", LuaValue.class, LuaValue.class);
      return;
    }
    out.operations();
    pushTable.run();
    boolean isNumber = pushKey(pc, key);
    out.call(
        INVOKESTATIC,
        MachineSupport.class,
        "index",
        LuaValue.class,
        Operations.class,
        LuaValue.class,
        isNumber ? double.class : LuaValue.class);
  }

  private void setIndex(int pc, int key, int value, Runnable pushTable) {
    if (isName(key)) {
      out.fieldSite(pc, Instruction.constant(key));
      pushTable.run();
      operands.pushObject(value);
      out.call(INVOKEVIRTUAL, FieldSite.class, "set", void.class, LuaValue.class, LuaValue.class);
      return;
    }
    out.operations();
    pushTable.run();
    boolean isNumber = pushKey(pc, key);
    operands.pushObject(value);
    if (isNumber) {
      out.call(
          INVOKESTATIC,
          MachineSupport.class,
          "setIndex",
          void.class,
          Operations.class,
          LuaValue.class,
          double.class,
          LuaValue.class);
    } else {
      out.call(
          INVOKEVIRTUAL,
          Operations.class,
          "setIndex",
          void.class,
          LuaValue.class,
          LuaValue.class,
          LuaValue.class);
    }
  }

  // ---- arithmetic

  private void arithmetic(int pc, int i) {
    int b = b(i);
    int c = c(i);
    if (!numeric.givesNumber(pc)) {
      out.operations();
      out.integer(operation(i));
      operands.pushObject(b);
      operands.pushObject(c);
      out.call(
          INVOKEVIRTUAL,
          Operations.class,
          "arithmetic",
          LuaValue.class,
          int.class,
          LuaValue.class,
          LuaValue.class);
      registers.storeObject(a(i));
      return;
    }
    expectNumber(pc, b, out.temporaryDouble());
    expectNumber(pc, c, out.temporaryDouble2());
    expected(pc, b, out.temporaryDouble());
    expected(pc, c, out.temporaryDouble2());
    switch (operation(i)) {
      case OP_ADD -> out.method.visitInsn(DADD);
      case OP_SUB -> out.method.visitInsn(DSUB);
      case OP_MUL -> out.method.visitInsn(DMUL);
      case OP_DIV -> out.method.visitInsn(DDIV);
      case OP_MOD -> modulo(c);
      default -> computed(Operations.class, "power");
    }
    registers.storeNumber(a(i));
  }

  private void modulo(int divisor) {
    if (Instruction.isConstant(divisor)
        && code.constants[Instruction.constant(divisor)] instanceof Num whole
        && Modulo.isWhole(whole.value)) {
      out.method.visitLdcInsn(1 / whole.value);
      out.call(
          INVOKESTATIC,
          Modulo.class,
          "byWhole",
          double.class,
          double.class,
          double.class,
          double.class);
    } else {
      computed(Modulo.class, "of");
    }
  }

  private void computed(Class<?> owner, String name) {
    out.call(INVOKESTATIC, owner, name, double.class, double.class, double.class);
  }

  /** Gets the double of what should be a number, to a local variable, or leaves. */
  private void expectNumber(int pc, int operand, int local) {
    if (numeric.isNumber(pc, operand)) {
      return;
    }
    registers.pushObject(operand);
    out.method.visitInsn(DUP);
    out.method.visitTypeInsn(INSTANCEOF, JvmNames.NUM);
    Label isNumber = new Label();
    out.method.visitJumpInsn(IFNE, isNumber);
    out.method.visitInsn(POP);
    out.method.visitJumpInsn(GOTO, out.exits.surprised());
    out.method.visitLabel(isNumber);
    out.method.visitTypeInsn(CHECKCAST, JvmNames.NUM);
    out.field(Num.class, "value", double.class);
    out.method.visitVarInsn(DSTORE, local);
  }

  private void expected(int pc, int operand, int local) {
    if (numeric.isNumber(pc, operand)) {
      operands.pushNumber(operand);
    } else {
      out.method.visitVarInsn(DLOAD, local);
    }
  }

  private void negate(int pc, int a, int b) {
    if (numeric.givesNumber(pc)) {
      expectNumber(pc, b, out.temporaryDouble());
      expected(pc, b, out.temporaryDouble());
      out.call(INVOKESTATIC, NanSign.class, "negate", double.class, double.class);
      registers.storeNumber(a);
    } else {
      out.operations();
      registers.pushObject(b);
      out.call(INVOKEVIRTUAL, Operations.class, "negate", LuaValue.class, LuaValue.class);
      registers.storeObject(a);
    }
  }

  private void not(int a, int b) {
    if (registers.isNumeric(b)) {
      out.bool(false);
    } else {
      registers.pushObject(b);
      out.call(INVOKESTATIC, MachineSupport.class, "not", LuaValue.class, LuaValue.class);
    }
    registers.storeObject(a);
  }

  private void concat(int a, int first, int last) {
    for (int r = first; r <= last; r++) {
      registers.box(r);
    }
    out.operations();
    out.integer(last - first + 1);
    out.method.visitTypeInsn(ANEWARRAY, JvmNames.LUA_VALUE);
    for (int r = first; r <= last; r++) {
      out.method.visitInsn(DUP);
      out.integer(r - first);
      registers.pushObject(r);
      out.method.visitInsn(AASTORE);
    }
    out.integer(0);
    out.integer(last - first);
    out.call(
        INVOKEVIRTUAL,
        Operations.class,
        "concat",
        LuaValue.class,
        LuaValue[].class,
        int.class,
        int.class);
    registers.storeObject(a);
  }
}
