package dev.fnstore.engine.lua;

import static org.objectweb.asm.Opcodes.*;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;

/**
 * Translates a function to a class of its own, which is unloaded with the function. Constants are
 * static final fields of it, since that is what the JVM takes for constant.
 */
final class MachineCodeWriter {
  /** The JVM never compiles a longer method, and interpreting it is slower than our own way. */
  private static final int MOST_BYTES = 8000;

  private static final int MOST_PARAMETERS = 50;
  private static final int MOST_INSTRUCTIONS = 1500;
  private static final String NAME = "dev/fnstore/engine/lua/Machine";
  private static final String BODY = "body";

  private final ClassWriter out = new Frames();
  private final Vm vm;
  private final Code code;
  private final ControlFlow flow;
  private final NumericRegisters numeric;

  private MachineCodeWriter(
      Vm vm, Code code, int entry, BitSet atEntry, NumericRegisters.Surprises surprises) {
    this.vm = vm;
    this.code = code;
    this.flow = new ControlFlow(code, entry);
    this.numeric = new NumericRegisters(flow, surprises, atEntry);
  }

  /** The code of a whole function; null if it is too large, or does what is not translated. */
  static @Nullable MachineCode function(Vm vm, Code code, NumericRegisters.Surprises surprises) {
    if (isTooLarge(code)) {
      return null;
    }
    MachineCodeWriter writer = new MachineCodeWriter(vm, code, 0, new BitSet(), surprises);
    return (MachineCode) writer.finish(MachineCode.class, writer::writeFunction);
  }

  /** As {@link #function}, of a function's rest from {@code pc} on. */
  static @Nullable LoopCode loop(
      Vm vm, Code code, int pc, BitSet numericThere, NumericRegisters.Surprises surprises) {
    if (isTooLarge(code)) {
      return null;
    }
    MachineCodeWriter writer = new MachineCodeWriter(vm, code, pc, numericThere, surprises);
    return (LoopCode) writer.finish(LoopCode.class, writer::writeLoop);
  }

  private static boolean isTooLarge(Code code) {
    return code.instructions.length > MOST_INSTRUCTIONS || code.parameters > MOST_PARAMETERS;
  }

  /** Writes the method that does the work; gives it and its end. */
  private interface Body {
    Written write();
  }

  private record Written(MachineMethod method, Label end) {}

  private @Nullable Object finish(Class<?> base, Body body) {
    out.visit(V17, ACC_FINAL | ACC_SUPER, NAME, null, JvmNames.of(base), null);
    out.visitSource(code.chunkName, null);
    try {
      Written written = body.write();
      List<Object> data = new ArrayList<>();
      writeFields(written.method(), data);
      writeConstructor(base);
      out.visitEnd();
      byte[] bytes = out.toByteArray();
      if (written.end().getOffset() > MOST_BYTES) {
        return null;
      }
      Constructor<?> constructor =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(bytes, data.toArray(), true)
              .lookupClass()
              .getDeclaredConstructor();
      return constructor.newInstance();
    } catch (MethodTooLargeException | UnsupportedOperationException refused) {
      return null;
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Written writeFunction() {
    int parameters = code.parameters;
    MethodVisitor method = out.visitMethod(ACC_STATIC, BODY, bodyDescriptor(), null, null);
    MachineMethod written = new MachineMethod(method, NAME, flow, numeric, null, parameters);
    Label end = write(method, written);
    for (int given = 0; given <= 3; given++) {
      writeCall(given);
    }
    writeCallWithList();
    return new Written(written, end);
  }

  private static Label write(MethodVisitor method, MachineMethod written) {
    method.visitCode();
    written.write();
    Label end = new Label();
    method.visitLabel(end);
    method.visitInsn(ACONST_NULL); // never reached; it gives the label a place
    method.visitInsn(ATHROW);
    method.visitMaxs(0, 0);
    method.visitEnd();
    return end;
  }

  private String bodyDescriptor() {
    Class<?>[] types = new Class<?>[code.parameters + 2];
    types[0] = Closure.class;
    for (int j = 1; j <= code.parameters; j++) {
      types[j] = LuaValue.class;
    }
    types[code.parameters + 1] = Varargs.class;
    return JvmNames.method(Varargs.class, types);
  }

  /** The method for so many arguments, which calls the body with as many as it takes. */
  private void writeCall(int given) {
    MethodVisitor method =
        out.visitMethod(
            ACC_FINAL,
            "call",
            JvmNames.method(Varargs.class, CallWriter.parameters(Closure.class, given)),
            null,
            null);
    method.visitCode();
    method.visitVarInsn(ALOAD, 1);
    for (int j = 0; j < code.parameters; j++) {
      if (j < given) {
        method.visitVarInsn(ALOAD, 2 + j);
      } else {
        method.visitFieldInsn(GETSTATIC, JvmNames.LUA_VALUE, "NIL", JvmNames.LUA_VALUE_TYPE);
      }
    }
    pushFurther(method, given);
    method.visitMethodInsn(INVOKESTATIC, NAME, BODY, bodyDescriptor(), false);
    method.visitInsn(ARETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  /** The arguments behind those that have a parameter. */
  private void pushFurther(MethodVisitor method, int given) {
    int further = code.isVararg ? Math.max(0, given - code.parameters) : 0;
    if (further == 0) {
      method.visitFieldInsn(GETSTATIC, JvmNames.LUA_VALUE, "NONE", JvmNames.LUA_VALUE_TYPE);
      return;
    }
    for (int j = code.parameters; j < given; j++) {
      method.visitVarInsn(ALOAD, 2 + j);
    }
    if (further == 3) {
      method.visitMethodInsn(
          INVOKESTATIC,
          JvmNames.LUA_VALUE,
          "varargsOf",
          JvmNames.method(Varargs.class, LuaValue.class, LuaValue.class, Varargs.class),
          false);
    } else if (further == 2) {
      method.visitMethodInsn(
          INVOKESTATIC,
          JvmNames.LUA_VALUE,
          "varargsOf",
          JvmNames.method(Varargs.class, LuaValue.class, Varargs.class),
          false);
    }
  }

  private void writeCallWithList() {
    MethodVisitor method =
        out.visitMethod(
            ACC_FINAL,
            "call",
            JvmNames.method(Varargs.class, Closure.class, Varargs.class),
            null,
            null);
    method.visitCode();
    method.visitVarInsn(ALOAD, 1);
    for (int j = 1; j <= code.parameters; j++) {
      method.visitVarInsn(ALOAD, 2);
      method.visitIntInsn(SIPUSH, j);
      method.visitMethodInsn(
          INVOKEVIRTUAL,
          JvmNames.VARARGS,
          "arg",
          JvmNames.method(LuaValue.class, int.class),
          false);
    }
    if (code.isVararg) {
      method.visitVarInsn(ALOAD, 2);
      method.visitIntInsn(SIPUSH, code.parameters);
      method.visitMethodInsn(
          INVOKESTATIC,
          JvmNames.SUPPORT,
          "rest",
          JvmNames.method(Varargs.class, Varargs.class, int.class),
          false);
    } else {
      method.visitFieldInsn(GETSTATIC, JvmNames.LUA_VALUE, "NONE", JvmNames.LUA_VALUE_TYPE);
    }
    method.visitMethodInsn(INVOKESTATIC, NAME, BODY, bodyDescriptor(), false);
    method.visitInsn(ARETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  private Written writeLoop() {
    MethodVisitor method =
        out.visitMethod(ACC_FINAL, "run", JvmNames.method(Varargs.class, Frame.class), null, null);
    MachineMethod written = new MachineMethod(method, NAME, flow, numeric, 1, 0);
    Label end = write(method, written);
    MethodVisitor needs =
        out.visitMethod(ACC_FINAL, "numeric", JvmNames.method(int[].class), null, null);
    needs.visitCode();
    needs.visitFieldInsn(GETSTATIC, NAME, "atEntry", JvmNames.type(int[].class));
    needs.visitInsn(ARETURN);
    needs.visitMaxs(0, 0);
    needs.visitEnd();
    return new Written(written, end);
  }

  /** The static fields, and the initializer that takes their values from the class's data. */
  private void writeFields(MachineMethod method, List<Object> data) {
    MethodVisitor initializer = out.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
    initializer.visitCode();
    initializer.visitMethodInsn(
        INVOKESTATIC,
        JvmNames.of(MethodHandles.class),
        "lookup",
        JvmNames.method(MethodHandles.Lookup.class),
        false);
    initializer.visitLdcInsn("_");
    initializer.visitLdcInsn(org.objectweb.asm.Type.getType(Object[].class));
    initializer.visitMethodInsn(
        INVOKESTATIC,
        JvmNames.of(MethodHandles.class),
        "classData",
        JvmNames.method(Object.class, MethodHandles.Lookup.class, String.class, Class.class),
        false);
    initializer.visitTypeInsn(CHECKCAST, JvmNames.of(Object[].class));
    initializer.visitVarInsn(ASTORE, 0);
    field(initializer, data, MachineMethod.VM, JvmNames.of(Vm.class), vm);
    field(
        initializer, data, MachineMethod.OPERATIONS, JvmNames.of(Operations.class), vm.operations);
    field(initializer, data, MachineMethod.CODE, JvmNames.of(Code.class), code);
    field(initializer, data, MachineMethod.NUMERIC, JvmNames.of(boolean[][].class), numeric.all());
    field(initializer, data, MachineMethod.TOPS, JvmNames.of(int[].class), flow.tops);
    field(initializer, data, "atEntry", JvmNames.of(int[].class), neededAtEntry(method));
    for (int constant : method.constants) {
      field(
          initializer,
          data,
          MachineMethod.constantName(constant),
          org.objectweb.asm.Type.getType(method.constantType(constant)).getInternalName(),
          code.constants[constant]);
    }
    method.fieldSites.forEach(
        (pc, constant) ->
            field(
                initializer,
                data,
                MachineMethod.siteName(pc),
                JvmNames.of(FieldSite.class),
                new FieldSite(vm.operations, (LuaString) code.constants[constant])));
    initializer.visitInsn(RETURN);
    initializer.visitMaxs(0, 0);
    initializer.visitEnd();
  }

  private int[] neededAtEntry(MachineMethod method) {
    BitSet needed = (BitSet) method.live.at(flow.entry).clone();
    needed.and(numeric.at(flow.entry));
    return needed.stream().toArray();
  }

  private void field(
      MethodVisitor initializer, List<Object> data, String name, String type, Object value) {
    String descriptor = type.startsWith("[") ? type : "L" + type + ";";
    out.visitField(ACC_STATIC | ACC_FINAL, name, descriptor, null, null).visitEnd();
    initializer.visitVarInsn(ALOAD, 0);
    initializer.visitIntInsn(SIPUSH, data.size());
    initializer.visitInsn(AALOAD);
    initializer.visitTypeInsn(CHECKCAST, type);
    initializer.visitFieldInsn(PUTSTATIC, NAME, name, descriptor);
    data.add(value);
  }

  private void writeConstructor(Class<?> base) {
    MethodVisitor constructor = out.visitMethod(0, "<init>", "()V", null, null);
    constructor.visitCode();
    constructor.visitVarInsn(ALOAD, 0);
    constructor.visitMethodInsn(INVOKESPECIAL, JvmNames.of(base), "<init>", "()V", false);
    constructor.visitInsn(RETURN);
    constructor.visitMaxs(0, 0);
    constructor.visitEnd();
  }

  /** Values of different classes that meet in one local variable are values of Lua. */
  private static final class Frames extends ClassWriter {
    Frames() {
      super(COMPUTE_FRAMES);
    }

    @Override
    protected String getCommonSuperClass(String first, String second) {
      boolean isOther = !isValue(first) || !isValue(second);
      if (isOther) {
        return "java/lang/Object";
      }
      return first.equals(JvmNames.VARARGS) || second.equals(JvmNames.VARARGS)
          ? JvmNames.VARARGS
          : JvmNames.LUA_VALUE;
    }

    private static boolean isValue(String name) {
      return name.startsWith("org/luaj/")
          || name.equals(JvmNames.NUM)
          || name.equals(JvmNames.of(Table.class))
          || name.equals(JvmNames.of(Closure.class));
    }
  }
}
