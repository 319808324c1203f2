package dev.fnstore.engine.lua;

import static org.objectweb.asm.Opcodes.*;

import java.util.BitSet;
import org.objectweb.asm.MethodVisitor;

/**
 * The registers of a function as local variables of a method that is being written: one for an
 * object, one for a double, or one for the {@link Cell} of a captured one. Knows, while
 * instructions are written, which of the first two holds a register's value.
 */
final class Registers {
  private static final String CELL = JvmNames.of(Cell.class);

  private final MethodVisitor method;
  private final BitSet captured;
  private final int[] objects;
  private final int[] numbers;
  private int nextLocal;

  /** Those whose doubles are valid, and of these those whose objects are too. */
  private BitSet numeric = new BitSet();

  private BitSet boxed = new BitSet();

  /**
   * Lays them out.
   *
   * @param parameters how many of them are parameters, in the local variables from {@code
   *     firstParameter} on
   * @param firstLocal the first local variable that is free
   */
  Registers(
      MethodVisitor method, ControlFlow flow, int firstParameter, int parameters, int firstLocal) {
    this.method = method;
    this.captured = flow.captured;
    this.nextLocal = firstLocal;
    int count = flow.code.stackSize;
    objects = new int[count];
    numbers = new int[count];
    for (int r = 0; r < count; r++) {
      boolean isParameter = r < parameters && !captured.get(r);
      objects[r] = isParameter ? firstParameter + r : local(1);
      numbers[r] = captured.get(r) ? -1 : local(2);
    }
  }

  int local(int slots) {
    int local = nextLocal;
    nextLocal += slots;
    return local;
  }

  int count() {
    return objects.length;
  }

  /** The local variable of a register's object or cell. */
  int object(int register) {
    return objects[register];
  }

  /** The local variable of its double. */
  int number(int register) {
    return numbers[register];
  }

  boolean isCaptured(int register) {
    return captured.get(register);
  }

  boolean isNumeric(int register) {
    return numeric.get(register);
  }

  /** What is known where an instruction begins. */
  void begin(BitSet numericThere, boolean isLeader) {
    numeric = (BitSet) numericThere.clone();
    if (isLeader) {
      boxed.clear();
    } else {
      boxed.and(numeric);
    }
  }

  /** What is to be undone after something that runs on one way only. */
  BitSet boxed() {
    return (BitSet) boxed.clone();
  }

  void restoreBoxed(BitSet earlier) {
    boxed = earlier;
  }

  void pushObject(int register) {
    if (captured.get(register)) {
      method.visitVarInsn(ALOAD, objects[register]);
      method.visitMethodInsn(INVOKEVIRTUAL, CELL, "get", "()" + JvmNames.LUA_VALUE_TYPE, false);
    } else {
      box(register);
      method.visitVarInsn(ALOAD, objects[register]);
    }
  }

  /** Makes the object of a number valid. */
  void box(int register) {
    if (numeric.get(register) && !boxed.get(register)) {
      method.visitVarInsn(DLOAD, numbers[register]);
      method.visitMethodInsn(INVOKESTATIC, JvmNames.NUM, "of", "(D)" + JvmNames.NUM_TYPE, false);
      method.visitVarInsn(ASTORE, objects[register]);
      boxed.set(register);
    }
  }

  /** Pushes the double of a register that holds a number. */
  void pushNumber(int register) {
    if (captured.get(register)) {
      pushObject(register);
      method.visitTypeInsn(CHECKCAST, JvmNames.NUM);
      method.visitFieldInsn(GETFIELD, JvmNames.NUM, "value", "D");
    } else {
      method.visitVarInsn(DLOAD, numbers[register]);
    }
  }

  /** Takes the object on the stack. */
  void storeObject(int register) {
    if (captured.get(register)) {
      method.visitVarInsn(ALOAD, objects[register]);
      method.visitInsn(SWAP);
      method.visitMethodInsn(
          INVOKEVIRTUAL, CELL, "set", "(" + JvmNames.LUA_VALUE_TYPE + ")V", false);
    } else {
      method.visitVarInsn(ASTORE, objects[register]);
      numeric.clear(register);
      boxed.clear(register);
    }
  }

  /** Takes the double on the stack. */
  void storeNumber(int register) {
    if (captured.get(register)) {
      method.visitMethodInsn(INVOKESTATIC, JvmNames.NUM, "of", "(D)" + JvmNames.NUM_TYPE, false);
      storeObject(register);
    } else {
      method.visitVarInsn(DSTORE, numbers[register]);
      numeric.set(register);
      boxed.clear(register);
    }
  }
}
