package dev.fnstore.engine.lua;

/** Pushes what a B or C of an instruction is: a register or a constant. */
final class Operands {
  private final MachineMethod out;

  Operands(MachineMethod out) {
    this.out = out;
  }

  void pushObject(int operand) {
    if (Instruction.isConstant(operand)) {
      out.constant(Instruction.constant(operand));
    } else {
      out.registers.pushObject(operand);
    }
  }

  /** Pushes the double of a number. */
  void pushNumber(int operand) {
    if (Instruction.isConstant(operand)) {
      out.method.visitLdcInsn(((Num) out.flow.code.constants[Instruction.constant(operand)]).value);
    } else {
      out.registers.pushNumber(operand);
    }
  }
}
