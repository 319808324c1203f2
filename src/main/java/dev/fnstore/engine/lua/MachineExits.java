package dev.fnstore.engine.lua;

import static org.objectweb.asm.Opcodes.*;

import java.util.BitSet;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.objectweb.asm.Label;

/**
 * The ways out of machine code but for a return: by an exception, by a yield, and to the
 * interpreter. All registers are written to a frame there; nothing of it is on the way of what
 * simply runs.
 */
final class MachineExits {
  private final MachineMethod out;
  private final Label suspended = new Label();
  private final Label surprised = new Label();
  private final Label goOn = new Label();

  MachineExits(MachineMethod out) {
    this.out = out;
  }

  /** To go where a call has yielded; nothing is on the stack. */
  Label suspended() {
    return suspended;
  }

  /** To go where arithmetic meets something else than numbers, and nothing is done yet. */
  Label surprised() {
    return surprised;
  }

  /** To go where the interpreter is to do the instruction. */
  Label goOn() {
    return goOn;
  }

  /** Writes them; {@code handler} is where exceptions go. */
  void write(Label handler) {
    writeHandler(handler);
    writeSuspension();
    writeGoingOn();
  }

  private void writeHandler(Label handler) {
    out.method.visitLabel(handler);
    out.method.visitVarInsn(ASTORE, out.temporary());
    writeFrame();
    if (out.frame() == null) {
      out.vm();
      out.method.visitVarInsn(ALOAD, out.temporaryFrame());
      out.pushPlace();
      out.method.visitVarInsn(ALOAD, out.temporary());
      out.method.visitTypeInsn(CHECKCAST, JvmNames.of(Throwable.class));
      out.pushDepth();
      out.pushNested();
      out.call(
          INVOKESTATIC,
          MachineSupport.class,
          "passing",
          Throwable.class,
          Vm.class,
          Frame.class,
          int.class,
          Throwable.class,
          int.class,
          int.class);
    } else {
      out.method.visitVarInsn(ALOAD, out.temporary());
      out.method.visitTypeInsn(CHECKCAST, JvmNames.of(Throwable.class));
    }
    out.method.visitInsn(ATHROW);
  }

  private void writeSuspension() {
    out.method.visitLabel(suspended);
    writeFrame();
    if (out.frame() == null) {
      out.vm();
      out.method.visitVarInsn(ALOAD, out.temporaryFrame());
      out.pushPlace();
      out.call(
          INVOKESTATIC,
          MachineSupport.class,
          "suspended",
          Varargs.class,
          Vm.class,
          Frame.class,
          int.class);
    } else {
      out.method.visitFieldInsn(GETSTATIC, JvmNames.of(Vm.class), "YIELD", JvmNames.VARARGS_TYPE);
    }
    out.method.visitInsn(ARETURN);
  }

  private void writeGoingOn() {
    out.method.visitLabel(surprised);
    out.vm();
    out.staticField(MachineMethod.CODE, Code.class);
    out.pushPlace();
    out.call(
        INVOKESTATIC,
        MachineSupport.class,
        "surprise",
        void.class,
        Vm.class,
        Code.class,
        int.class);
    out.method.visitLabel(goOn);
    writeFrame();
    if (out.frame() == null) {
      out.vm();
      out.method.visitVarInsn(ALOAD, out.temporaryFrame());
      out.pushNested();
      out.call(
          INVOKESTATIC,
          MachineSupport.class,
          "goOn",
          Varargs.class,
          Vm.class,
          Frame.class,
          int.class);
    } else {
      out.method.visitVarInsn(ALOAD, out.temporaryFrame());
      out.call(INVOKESTATIC, MachineSupport.class, "goOnInLoop", Varargs.class, Frame.class);
    }
    out.method.visitInsn(ARETURN);
  }

  /** Writes all registers to the frame; it is then in its local variable. */
  private void writeFrame() {
    if (out.frame() == null) {
      out.pushClosure();
      out.rest();
      out.pushPlace();
      out.call(
          INVOKESTATIC,
          MachineSupport.class,
          "frame",
          Frame.class,
          Closure.class,
          Varargs.class,
          int.class);
    } else {
      out.method.visitVarInsn(ALOAD, out.frame());
      out.pushPlace();
      out.call(INVOKESTATIC, MachineSupport.class, "at", Frame.class, Frame.class, int.class);
    }
    out.method.visitVarInsn(ASTORE, out.temporaryFrame());
    out.method.visitVarInsn(ALOAD, out.temporaryFrame());
    out.pushMore();
    out.staticField(MachineMethod.TOPS, int[].class);
    out.call(
        INVOKESTATIC,
        MachineSupport.class,
        "more",
        void.class,
        Frame.class,
        Varargs.class,
        int[].class);
    BitSet everNumeric = out.numeric.anywhere();
    for (int r = 0; r < out.registers.count(); r++) {
      writeRegister(r, everNumeric.get(r));
    }
  }

  private void writeRegister(int r, boolean mayBeNumeric) {
    out.method.visitVarInsn(ALOAD, out.temporaryFrame());
    if (out.registers.isCaptured(r)) {
      out.integer(r);
      out.method.visitVarInsn(ALOAD, out.registers.object(r));
      out.call(INVOKEVIRTUAL, Frame.class, "putCell", void.class, int.class, Cell.class);
      return;
    }
    if (!mayBeNumeric) {
      out.field(Frame.class, "stack", LuaValue[].class);
      out.integer(r);
      out.method.visitVarInsn(ALOAD, out.registers.object(r));
      out.method.visitInsn(AASTORE);
      return;
    }
    out.staticField(MachineMethod.NUMERIC, boolean[][].class);
    out.integer(r);
    out.method.visitVarInsn(ALOAD, out.registers.object(r));
    out.method.visitVarInsn(DLOAD, out.registers.number(r));
    out.call(
        INVOKESTATIC,
        MachineSupport.class,
        "register",
        void.class,
        Frame.class,
        boolean[][].class,
        int.class,
        LuaValue.class,
        double.class);
  }
}
