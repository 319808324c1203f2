package dev.fnstore.engine.lua;

import static org.luaj.vm2.LuaValue.FALSE;
import static org.luaj.vm2.LuaValue.NIL;
import static org.luaj.vm2.LuaValue.NONE;
import static org.luaj.vm2.LuaValue.TRUE;
import static org.luaj.vm2.LuaValue.varargsOf;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The basic functions of Lua 5.1, without those that Valkey takes away. */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class BaseLibrary {
  private static final LuaString TO_STRING = Str.of("__tostring");
  private static final LuaString METATABLE = Str.of("__metatable");

  /** Takes a good while to compile. */
  private static final int LONG_TEXT_BYTES = 16 << 10;

  private static final int MOST_VALUES = 8000;

  private final Vm vm;
  private final LuaValue environment;

  private BaseLibrary(Vm vm, LuaValue environment) {
    this.vm = vm;
    this.environment = environment;
  }

  /**
   * @param environment the globals of what {@code loadstring} compiles
   */
  static void addTo(Library globals, Vm vm, LuaValue environment) {
    BaseLibrary base = new BaseLibrary(vm, environment);
    Builtin next = new Builtin(BaseLibrary::next, BaseLibrary::step);
    Builtin nextItem = new Builtin(BaseLibrary::nextItem, BaseLibrary::stepToItem);
    globals
        .add("_VERSION", Str.of("Lua 5.1"))
        .add("assert", BaseLibrary::assertTrue)
        .add("collectgarbage", CollectGarbage::apply)
        .add("error", BaseLibrary::error)
        .add("gcinfo", arguments -> Num.of(Math.floor(CollectGarbage.usedKilobytes())))
        .add("getmetatable", base::getMetatable)
        .add("ipairs", arguments -> varargs(nextItem, Args.table(arguments, 1), Num.ZERO))
        .add("load", base::load)
        .add("loadstring", base::loadString)
        .add("next", next)
        .add("pairs", arguments -> varargs(next, Args.table(arguments, 1), NIL))
        .add("rawequal", BaseLibrary::rawEqual)
        .add("rawget", BaseLibrary::rawGet)
        .add("rawset", BaseLibrary::rawSet)
        .add("select", BaseLibrary::select)
        .add("setmetatable", BaseLibrary::setMetatable)
        .add("tonumber", ToNumber::apply)
        .add("tostring", arguments -> base.toText(Args.any(arguments, 1)))
        .add("type", arguments -> Operations.typeNameString(Args.any(arguments, 1)))
        .add("unpack", base::unpack);
    ProtectedCall.addTo(globals, vm);
  }

  private static Varargs varargs(LuaValue... values) {
    return varargsOf(values);
  }

  private static Varargs assertTrue(Varargs arguments) {
    if (!Operations.isTrue(Args.any(arguments, 1))) {
      String text = Str.latin1(Args.string(arguments, 2, Str.of("assertion failed!")));
      int end = text.indexOf('\0'); // C takes it as a format's text
      throw LuaRaise.error(end < 0 ? text : text.substring(0, end));
    }
    return arguments;
  }

  private static Varargs error(Varargs arguments) {
    throw LuaRaise.of(arguments.arg(1), (int) Args.integer(arguments, 2, 1));
  }

  private Varargs getMetatable(Varargs arguments) {
    LuaValue value = Args.any(arguments, 1);
    LuaValue metatable =
        value instanceof LuaString && vm.stringMetatable != null
            ? vm.stringMetatable
            : value instanceof Table table ? table.getmetatable() : NIL;
    if (metatable instanceof Table table && table.rawget(METATABLE) != NIL) {
      return table.rawget(METATABLE);
    }
    return metatable;
  }

  private static Varargs setMetatable(Varargs arguments) {
    Table table = Args.table(arguments, 1);
    LuaValue metatable = arguments.arg(2);
    if (!(metatable instanceof Table) && (metatable != NIL || arguments.narg() < 2)) {
      throw LuaRaise.argument(2, "nil or table expected");
    }
    if (table.metatable != null && table.metatable.rawget(METATABLE) != NIL) {
      throw LuaRaise.error("cannot change a protected metatable");
    }
    table.checkWritable();
    table.metatable = metatable instanceof Table newOne ? newOne : null;
    return table;
  }

  private static Varargs next(Varargs arguments) {
    return Args.table(arguments, 1).next(arguments.arg(2));
  }

  private static Varargs nextItem(Varargs arguments) {
    int index = Args.smallInteger(arguments, 2) + 1;
    LuaValue value = Args.table(arguments, 1).rawget(index);
    return value == NIL ? NIL : varargsOf(Num.of(index), value);
  }

  private static @Nullable LuaValue stepToItem(Table table, LuaValue control, Vm vm) {
    if (!(control instanceof Num number) || number.value != (int) number.value) {
      return null;
    }
    int index = (int) number.value + 1;
    LuaValue value = table.rawget(index);
    vm.stepValue = value;
    return value == NIL ? NIL : Num.of(index);
  }

  private static LuaValue step(Table table, LuaValue control, Vm vm) {
    int position = table.positionAfter(control);
    if (position < 0) {
      vm.stepValue = NIL;
      return NIL;
    }
    vm.stepValue = table.valueAt(position);
    return table.keyAt(position);
  }

  private static Varargs rawEqual(Varargs arguments) {
    LuaValue first = Args.any(arguments, 1);
    return Operations.rawEqual(first, Args.any(arguments, 2)) ? TRUE : FALSE;
  }

  private static Varargs rawGet(Varargs arguments) {
    return Args.table(arguments, 1).rawget(Args.any(arguments, 2));
  }

  private static Varargs rawSet(Varargs arguments) {
    Table table = Args.table(arguments, 1);
    LuaValue key = Args.any(arguments, 2);
    LuaValue value = Args.any(arguments, 3);
    table.checkWritable();
    table.rawset(key, value);
    return table;
  }

  private static Varargs select(Varargs arguments) {
    int count = arguments.narg();
    LuaValue first = arguments.arg(1);
    if (first instanceof LuaString text && text.m_length == 1 && Str.at(text, 0) == '#') {
      return Num.of(count - 1);
    }
    int n = Args.smallInteger(arguments, 1);
    if (n < 0) {
      n = count + n;
    } else if (n > count) {
      n = count;
    }
    if (n < 1) {
      throw LuaRaise.argument(1, "index out of range");
    }
    return n == count ? NONE : arguments.subargs(n + 1);
  }

  private Varargs unpack(Varargs arguments) {
    Table table = Args.table(arguments, 1);
    int first = (int) Args.integer(arguments, 2, 1);
    int last = (int) (arguments.isnil(3) ? table.length() : Args.integer(arguments, 3));
    if (first > last) {
      return NONE;
    }
    long count = (long) last - first + 1;
    if (count + arguments.narg() > MOST_VALUES) {
      throw LuaRaise.error("too many results to unpack");
    }
    vm.pollOfPureFunction();
    LuaValue[] values = new LuaValue[(int) count];
    for (int i = 0; i < count; i++) {
      values[i] = table.rawget(first + i);
    }
    return varargsOf(values);
  }

  LuaValue toText(LuaValue value) {
    LuaValue handler = vm.operations.metamethod(value, TO_STRING);
    return handler != NIL ? vm.callBack(handler, value).arg1() : text(value);
  }

  static LuaString text(LuaValue value) {
    LuaString string = Str.coerce(value);
    if (string != null) {
      return string;
    } else if (value == NIL || value == TRUE || value == FALSE) {
      return Str.of(value == NIL ? "nil" : value == TRUE ? "true" : "false");
    } else if (value == NullPointer.INSTANCE) {
      return Str.of("userdata: (nil)");
    }
    String address = Integer.toHexString(System.identityHashCode(value));
    return Str.of(
        Operations.typeName(value) + ": 0x5555" + "0".repeat(8 - address.length()) + address);
  }

  private Varargs loadString(Varargs arguments) {
    LuaString text = Args.string(arguments, 1);
    LuaString name = Args.string(arguments, 2, text);
    if (text.m_length > LONG_TEXT_BYTES) {
      vm.leaveIfShort();
    }
    return compile(Str.bytes(text).toByteArray(), name);
  }

  private Varargs load(Varargs arguments) {
    LuaValue reader = Args.function(arguments, 1);
    LuaString name = Args.string(arguments, 2, Str.of("=(load)"));
    try {
      return compile(read(reader), name);
    } catch (LuaRaise raise) {
      return varargsOf(NIL, raise.value());
    }
  }

  private byte[] read(LuaValue reader) {
    ByteBuilder text = new ByteBuilder();
    for (; ; ) {
      vm.poll();
      LuaValue piece = vm.callBack(reader, NONE).arg1();
      LuaString string = Str.coerce(piece);
      if (piece == NIL || (string != null && string.m_length == 0)) {
        return text.toByteArray();
      } else if (string == null) {
        throw LuaRaise.error("reader function must return a string");
      }
      text.append(string);
    }
  }

  private Varargs compile(byte[] text, LuaString chunkName) {
    try {
      return Compiler.load(Compiler.compile(text, Str.latin1(chunkName)), environment);
    } catch (LuaRaise refused) {
      return varargsOf(NIL, refused.value());
    }
  }
}
