package dev.fnstore.engine.lua;

import static dev.fnstore.engine.lua.Instruction.a;
import static dev.fnstore.engine.lua.Instruction.b;
import static dev.fnstore.engine.lua.Instruction.c;
import static org.objectweb.asm.Opcodes.*;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.objectweb.asm.Label;

/** Writes the instructions that call and return, and those that move lists of values. */
final class CallWriter {
  private static final int MOST_SEPARATE_ARGUMENTS = 3;

  private final MachineMethod out;
  private final Registers registers;

  CallWriter(MachineMethod out) {
    this.out = out;
    this.registers = out.registers;
  }

  void call(int pc, int i) {
    int a = a(i);
    out.place(pc);
    int separate = prepareArguments(pc, i);
    Label other = new Label();
    Label done = new Label();
    pushMachine(a);
    out.method.visitJumpInsn(IFNULL, other);
    callMachine(a, separate);
    out.method.visitJumpInsn(GOTO, done);
    out.method.visitLabel(other);
    callOther(a, separate);
    out.method.visitLabel(done);
    checkSuspension();
    store(a, c(i));
  }

  /** Pushes the machine code of a callee or null, which stays in its local variable too. */
  private void pushMachine(int a) {
    out.vm();
    registers.pushObject(a);
    out.call(
        INVOKESTATIC, MachineSupport.class, "machine", MachineCode.class, Vm.class, LuaValue.class);
    out.method.visitInsn(DUP);
    out.method.visitVarInsn(ASTORE, out.temporaryMachine());
  }

  /**
   * Makes all arguments objects, and a list of them where they are many.
   *
   * @return how many are passed each by itself; -1 if as a list, which is in a local variable
   */
  private int prepareArguments(int pc, int i) {
    int a = a(i);
    registers.box(a);
    int given = b(i);
    int count = given == 0 ? Math.max(0, out.flow.tops[pc] - a - 1) : given - 1;
    if (given != 0 && count <= MOST_SEPARATE_ARGUMENTS) {
      for (int j = 1; j <= count; j++) {
        registers.box(a + j);
      }
      return count;
    }
    list(a + 1, count, given == 0);
    out.method.visitVarInsn(ASTORE, out.temporary());
    return -1;
  }

  /** Pushes registers, and what follows them, as one list. */
  private void list(int first, int count, boolean isOpen) {
    array(first, count);
    if (isOpen) {
      out.pushMore();
    } else {
      out.none();
    }
    out.call(
        INVOKESTATIC, MachineSupport.class, "list", Varargs.class, LuaValue[].class, Varargs.class);
  }

  private void array(int first, int count) {
    for (int j = 0; j < count; j++) {
      registers.box(first + j);
    }
    out.integer(count);
    out.method.visitTypeInsn(ANEWARRAY, JvmNames.LUA_VALUE);
    for (int j = 0; j < count; j++) {
      out.method.visitInsn(DUP);
      out.integer(j);
      registers.pushObject(first + j);
      out.method.visitInsn(AASTORE);
    }
  }

  private void callMachine(int a, int separate) {
    out.method.visitVarInsn(ALOAD, out.temporaryMachine());
    registers.pushObject(a);
    out.method.visitTypeInsn(CHECKCAST, JvmNames.of(Closure.class));
    pushArguments(a, separate);
    out.method.visitMethodInsn(
        INVOKEVIRTUAL,
        JvmNames.of(MachineCode.class),
        "call",
        JvmNames.method(Varargs.class, parameters(Closure.class, separate)),
        false);
  }

  private void callOther(int a, int separate) {
    out.vm();
    registers.pushObject(a);
    pushArguments(a, separate);
    Class<?>[] rest = parameters(LuaValue.class, separate);
    Class<?>[] all = new Class<?>[rest.length + 1];
    all[0] = Vm.class;
    System.arraycopy(rest, 0, all, 1, rest.length);
    out.call(INVOKESTATIC, MachineSupport.class, "call", Varargs.class, all);
  }

  private void pushArguments(int a, int separate) {
    if (separate < 0) {
      out.method.visitVarInsn(ALOAD, out.temporary());
      out.method.visitTypeInsn(CHECKCAST, JvmNames.VARARGS);
    } else {
      for (int j = 1; j <= separate; j++) {
        registers.pushObject(a + j);
      }
    }
  }

  /** Of a call of {@code callee}, so many arguments each by itself; -1: a list. */
  static Class<?>[] parameters(Class<?> callee, int separate) {
    Class<?>[] types = new Class<?>[separate < 0 ? 2 : separate + 1];
    types[0] = callee;
    for (int j = 1; j < types.length; j++) {
      types[j] = separate < 0 ? Varargs.class : LuaValue.class;
    }
    return types;
  }

  /** Leaves if what was called has yielded; else its results stay on the stack. */
  private void checkSuspension() {
    Label returned = new Label();
    out.method.visitInsn(DUP);
    out.method.visitFieldInsn(GETSTATIC, JvmNames.of(Vm.class), "YIELD", JvmNames.VARARGS_TYPE);
    out.method.visitJumpInsn(IF_ACMPNE, returned);
    out.method.visitInsn(POP);
    out.method.visitJumpInsn(GOTO, out.exits.suspended());
    out.method.visitLabel(returned);
  }

  /** Takes the results on the stack; {@code wanted} is their number plus 1, 0 is all. */
  private void store(int register, int wanted) {
    if (wanted == 0) {
      out.storeMore();
    } else if (wanted == 1) {
      out.method.visitInsn(POP);
    } else if (wanted == 2) {
      out.call(INVOKEVIRTUAL, Varargs.class, "arg1", LuaValue.class);
      registers.storeObject(register);
    } else {
      out.method.visitVarInsn(ASTORE, out.temporary());
      for (int j = 1; j < wanted; j++) {
        pushResult(j);
        registers.storeObject(register + j - 1);
      }
    }
  }

  private void pushResult(int number) {
    out.method.visitVarInsn(ALOAD, out.temporary());
    out.method.visitTypeInsn(CHECKCAST, JvmNames.VARARGS);
    out.integer(number);
    out.call(INVOKEVIRTUAL, Varargs.class, "arg", LuaValue.class, int.class);
  }

  void callIterator(int pc, int i) {
    int a = a(i);
    out.place(pc);
    for (int j = 0; j < 3; j++) {
      registers.box(a + j);
    }
    Label call = new Label();
    Label end = new Label();
    iterate("step", LuaValue.class, a);
    out.method.visitInsn(DUP);
    out.method.visitJumpInsn(IFNULL, call);
    registers.storeObject(a + 3);
    for (int j = 1; j < c(i); j++) {
      if (j == 1) {
        out.vm();
        out.field(Vm.class, "stepValue", LuaValue.class);
      } else {
        out.nil();
      }
      registers.storeObject(a + 3 + j);
    }
    out.method.visitJumpInsn(GOTO, end);
    out.method.visitLabel(call);
    out.method.visitInsn(POP);
    iterate("callIterator", Varargs.class, a);
    checkSuspension();
    store(a + 3, c(i) + 1);
    out.method.visitLabel(end);
  }

  private void iterate(String method, Class<?> result, int a) {
    out.vm();
    for (int j = 0; j < 3; j++) {
      registers.pushObject(a + j);
    }
    out.call(
        INVOKESTATIC,
        MachineSupport.class,
        method,
        result,
        Vm.class,
        LuaValue.class,
        LuaValue.class,
        LuaValue.class);
  }

  /**
   * A function is called as any other, but so that an error and a yield on their way know that this
   * one has ended. In a loop's code, and where the callee has none or is called by its metatable,
   * the interpreter does it.
   */
  void tailCall(int pc, int i) {
    int a = a(i);
    out.place(pc);
    if (out.isLoop()) {
      out.method.visitJumpInsn(GOTO, out.exits.goOn());
      return;
    }
    int separate = prepareArguments(pc, i);
    Label other = new Label();
    Label builtin = new Label();
    pushMachine(a);
    out.method.visitJumpInsn(IFNULL, other);
    out.place(pc | MachineSupport.TAIL);
    callMachine(a, separate);
    checkSuspension();
    out.exit();
    out.method.visitInsn(ARETURN);
    out.method.visitLabel(other);
    registers.pushObject(a);
    out.method.visitTypeInsn(INSTANCEOF, JvmNames.of(Builtin.class));
    out.method.visitJumpInsn(IFNE, builtin);
    out.method.visitJumpInsn(GOTO, out.exits.goOn());
    out.method.visitLabel(builtin);
    callOther(a, separate);
    checkSuspension();
    out.storeMore();
  }

  /** A return; {@code return} is no name. */
  void giveBack(int pc, int i) {
    int a = a(i);
    int given = b(i);
    if (given == 1) {
      out.none();
    } else if (given == 2) {
      registers.pushObject(a);
    } else {
      int count = given == 0 ? Math.max(0, out.flow.tops[pc] - a) : given - 1;
      list(a, count, given == 0);
    }
    out.exit();
    out.method.visitInsn(ARETURN);
  }

  void varargs(int i) {
    int a = a(i);
    int wanted = b(i);
    if (wanted == 0) {
      out.rest();
      out.storeMore();
      return;
    }
    for (int j = 1; j < wanted; j++) {
      out.rest();
      out.integer(j);
      out.call(INVOKEVIRTUAL, Varargs.class, "arg", LuaValue.class, int.class);
      registers.storeObject(a + j - 1);
    }
  }

  void setList(int pc, int i) {
    int a = a(i);
    int given = b(i);
    int block = c(i) == 0 ? out.flow.code.instructions[pc + 1] : c(i);
    int count = given == 0 ? Math.max(0, out.flow.tops[pc] - a - 1) : given;
    out.place(pc);
    registers.pushObject(a);
    out.integer((block - 1) * Lua.LFIELDS_PER_FLUSH);
    array(a + 1, count);
    if (given == 0) {
      out.pushMore();
    } else {
      out.method.visitInsn(ACONST_NULL);
    }
    out.call(
        INVOKESTATIC,
        MachineSupport.class,
        "setList",
        void.class,
        LuaValue.class,
        int.class,
        LuaValue[].class,
        Varargs.class);
  }
}
