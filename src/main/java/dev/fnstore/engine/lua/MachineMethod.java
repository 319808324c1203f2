package dev.fnstore.engine.lua;

import static org.objectweb.asm.Opcodes.*;

import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * The method that a function or the rest of one becomes: its local variables, what all instructions
 * need, and the ways out.
 */
final class MachineMethod {
  /** Fields of the class that is written. */
  static final String VM = "vm";

  static final String OPERATIONS = "operations";
  static final String CODE = "code";
  static final String NUMERIC = "numeric";
  static final String TOPS = "tops";

  final MethodVisitor method;
  final ControlFlow flow;
  final Liveness live;
  final NumericRegisters numeric;
  final Registers registers;

  /** Constants that are used, each a field of the class. */
  final TreeSet<Integer> constants = new TreeSet<>();

  /** Places that read or write a field, each a field of the class, and the names' constants. */
  final TreeMap<Integer, Integer> fieldSites = new TreeMap<>();

  /** The ways out but for a return. */
  final MachineExits exits = new MachineExits(this);

  private final String className;
  private final @Nullable Integer frame;
  private final int closure;
  private final int rest;
  private final int place;
  private final int more;
  private final int depth;
  private final int nested;
  private final int temporary;
  private final int temporaryDouble;
  private final int temporaryDouble2;
  private final int temporaryFrame;

  /**
   * A method.
   *
   * @param frame the local variable of the frame that it goes on with; null for a function
   * @param parameters how many parameters follow the closure, for a function
   */
  MachineMethod(
      MethodVisitor method,
      String className,
      ControlFlow flow,
      NumericRegisters numeric,
      @Nullable Integer frame,
      int parameters) {
    this.method = method;
    this.className = className;
    this.flow = flow;
    this.numeric = numeric;
    this.live = new Liveness(flow);
    this.frame = frame;
    int own;
    if (frame == null) {
      closure = 0;
      rest = parameters + 1;
      own = parameters + 2;
    } else {
      closure = frame + 1;
      rest = frame + 2;
      own = frame + 3;
    }
    this.registers = new Registers(method, flow, 1, parameters, own);
    this.place = registers.local(1);
    this.more = registers.local(1);
    this.depth = registers.local(1);
    this.nested = registers.local(1);
    this.temporary = registers.local(2);
    this.temporaryDouble = registers.local(2);
    this.temporaryDouble2 = registers.local(2);
    this.temporaryFrame = registers.local(1);
  }

  boolean isLoop() {
    return frame != null;
  }

  /** Writes the whole method, from its first instruction to its end. */
  void write() {
    Label begin = new Label();
    Label end = new Label();
    Label handler = new Label();
    if (frame == null) {
      vm();
      call(INVOKEVIRTUAL, Vm.class, "enterNested", void.class);
    }
    initialize();
    method.visitTryCatchBlock(begin, end, handler, null);
    method.visitLabel(begin);
    method.visitInsn(NOP); // so that there is something between the labels
    new BodyWriter(this).write();
    method.visitLabel(end);
    exits.write(handler);
  }

  /** Gives every local variable a value, since the handler reads all. */
  private void initialize() {
    integer(0);
    method.visitVarInsn(ISTORE, place);
    none();
    method.visitVarInsn(ASTORE, more);
    vmField("depth", int.class);
    method.visitVarInsn(ISTORE, depth);
    vmField("nested", int.class);
    method.visitVarInsn(ISTORE, nested);
    if (frame != null) {
      method.visitVarInsn(ALOAD, frame);
      field(Frame.class, "closure", Closure.class);
      method.visitVarInsn(ASTORE, closure);
      method.visitVarInsn(ALOAD, frame);
      field(Frame.class, "varargs", Varargs.class);
      method.visitVarInsn(ASTORE, rest);
    }
    for (int r = 0; r < registers.count(); r++) {
      if (registers.number(r) >= 0) {
        method.visitInsn(DCONST_0);
        method.visitVarInsn(DSTORE, registers.number(r));
      }
      if (frame == null) {
        beginRegister(r);
      } else {
        loadRegister(r, frame);
      }
    }
  }

  private void beginRegister(int r) {
    Code code = flow.code;
    boolean isParameter = r < code.parameters;
    if (registers.isCaptured(r)) {
      if (isParameter) {
        method.visitVarInsn(ALOAD, 1 + r);
      } else {
        argumentsOrNil(r);
      }
      call(INVOKESTATIC, MachineSupport.class, "cell", Cell.class, LuaValue.class);
      method.visitVarInsn(ASTORE, registers.object(r));
    } else if (!isParameter) {
      argumentsOrNil(r);
      method.visitVarInsn(ASTORE, registers.object(r));
    }
  }

  private void argumentsOrNil(int r) {
    Code code = flow.code;
    if (code.hasArgumentTable && r == code.parameters) {
      rest();
      call(INVOKESTATIC, Frame.class, "argumentTable", Table.class, Varargs.class);
    } else {
      nil();
    }
  }

  private void loadRegister(int r, int from) {
    method.visitVarInsn(ALOAD, from);
    if (registers.isCaptured(r)) {
      integer(r);
      call(INVOKEVIRTUAL, Frame.class, "takeCell", Cell.class, int.class);
      method.visitVarInsn(ASTORE, registers.object(r));
      return;
    }
    field(Frame.class, "stack", LuaValue[].class);
    integer(r);
    method.visitInsn(AALOAD);
    method.visitVarInsn(ASTORE, registers.object(r));
    if (numeric.isNumeric(flow.entry, r) && live.at(flow.entry).get(r)) {
      method.visitVarInsn(ALOAD, registers.object(r));
      method.visitTypeInsn(CHECKCAST, JvmNames.NUM);
      field(Num.class, "value", double.class);
      method.visitVarInsn(DSTORE, registers.number(r));
    }
  }

  /** Before the results are returned. */
  void exit() {
    if (frame == null) {
      vm();
      call(INVOKEVIRTUAL, Vm.class, "exitNested", void.class);
    }
  }

  // ---- what instructions are made of

  /** Notes which instruction runs: before anything that may throw. */
  void place(int pc) {
    integer(pc);
    method.visitVarInsn(ISTORE, place);
  }

  void step() {
    vm();
    call(INVOKEVIRTUAL, Vm.class, "step", void.class);
  }

  void line(int line) {
    if (line > 0 && line < 65536) {
      Label here = new Label();
      method.visitLabel(here);
      method.visitLineNumber(line, here);
    }
  }

  /** The local variable of the frame that a loop's code goes on with; null for a function's. */
  @Nullable Integer frame() {
    return frame;
  }

  int temporaryFrame() {
    return temporaryFrame;
  }

  void pushClosure() {
    method.visitVarInsn(ALOAD, closure);
  }

  void pushPlace() {
    method.visitVarInsn(ILOAD, place);
  }

  void pushDepth() {
    method.visitVarInsn(ILOAD, depth);
  }

  void pushNested() {
    method.visitVarInsn(ILOAD, nested);
  }

  int temporary() {
    return temporary;
  }

  int temporaryMachine() {
    return temporary + 1;
  }

  int temporaryDouble() {
    return temporaryDouble;
  }

  int temporaryDouble2() {
    return temporaryDouble2;
  }

  void rest() {
    method.visitVarInsn(ALOAD, rest);
  }

  void pushMore() {
    method.visitVarInsn(ALOAD, more);
  }

  void storeMore() {
    method.visitVarInsn(ASTORE, more);
  }

  void vm() {
    staticField(VM, Vm.class);
  }

  void vmField(String name, Class<?> type) {
    vm();
    field(Vm.class, name, type);
  }

  void operations() {
    staticField(OPERATIONS, Operations.class);
  }

  void field(Class<?> owner, String name, Class<?> type) {
    method.visitFieldInsn(GETFIELD, JvmNames.of(owner), name, JvmNames.type(type));
  }

  void staticField(String name, Class<?> type) {
    method.visitFieldInsn(GETSTATIC, className, name, JvmNames.type(type));
  }

  void call(int opcode, Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
    method.visitMethodInsn(
        opcode, JvmNames.of(owner), name, JvmNames.method(result, parameters), false);
  }

  void constant(int index) {
    constants.add(index);
    method.visitFieldInsn(GETSTATIC, className, constantName(index), constantType(index));
  }

  static String constantName(int index) {
    return "k" + index;
  }

  String constantType(int index) {
    return flow.code.constants[index] instanceof LuaString
        ? JvmNames.type(LuaString.class)
        : JvmNames.LUA_VALUE_TYPE;
  }

  void fieldSite(int pc, int constant) {
    fieldSites.put(pc, constant);
    staticField(siteName(pc), FieldSite.class);
  }

  static String siteName(int pc) {
    return "site" + pc;
  }

  void constantCode(int index) {
    staticField(CODE, Code.class);
    field(Code.class, "inner", Code[].class);
    integer(index);
    method.visitInsn(AALOAD);
  }

  void bool(boolean value) {
    method.visitFieldInsn(
        GETSTATIC, JvmNames.LUA_VALUE, value ? "TRUE" : "FALSE", JvmNames.type(LuaBoolean.class));
  }

  void nil() {
    method.visitFieldInsn(GETSTATIC, JvmNames.LUA_VALUE, "NIL", JvmNames.LUA_VALUE_TYPE);
  }

  void none() {
    method.visitFieldInsn(GETSTATIC, JvmNames.LUA_VALUE, "NONE", JvmNames.LUA_VALUE_TYPE);
  }

  void newCell() {
    call(INVOKESTATIC, MachineSupport.class, "cell", Cell.class);
  }

  void cell(int index) {
    pushClosure();
    field(Closure.class, "cells", Cell[].class);
    integer(index);
    method.visitInsn(AALOAD);
  }

  void upvalue(int index) {
    cell(index);
    call(INVOKEVIRTUAL, Cell.class, "get", LuaValue.class);
  }

  void newTable(int arraySize, int hashSize) {
    method.visitTypeInsn(NEW, JvmNames.of(Table.class));
    method.visitInsn(DUP);
    integer(arraySize);
    integer(hashSize);
    call(INVOKESPECIAL, Table.class, "<init>", void.class, int.class, int.class);
  }

  void integer(int value) {
    if (value >= -1 && value <= 5) {
      method.visitInsn(ICONST_0 + value);
    } else if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
      method.visitIntInsn(BIPUSH, value);
    } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
      method.visitIntInsn(SIPUSH, value);
    } else {
      method.visitLdcInsn(value);
    }
  }

  /** The jump that is taken where {@code opcode} is not. */
  static int opposite(int opcode) {
    return switch (opcode) {
      case IFEQ -> IFNE;
      case IFNE -> IFEQ;
      case IFLT -> IFGE;
      case IFGE -> IFLT;
      case IFGT -> IFLE;
      case IFLE -> IFGT;
      default -> throw new IllegalArgumentException("no such jump: " + opcode);
    };
  }
}
