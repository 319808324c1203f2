package dev.fnstore.engine.lua;

import static org.luaj.vm2.Lua.*;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** What operators do, metatables included. */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class Operations {
  private static final int MOST_HANDLERS = 100;
  static final LuaString INDEX = Interned.of(Str.of("__index"));
  private static final LuaString NEW_INDEX = Interned.of(Str.of("__newindex"));
  private static final LuaString CALL = Interned.of(Str.of("__call"));
  private static final LuaString EQ = Interned.of(Str.of("__eq"));
  private static final LuaString LT = Interned.of(Str.of("__lt"));
  private static final LuaString LE = Interned.of(Str.of("__le"));
  private static final LuaString CONCAT = Interned.of(Str.of("__concat"));
  private static final LuaString UNM = Interned.of(Str.of("__unm"));
  private static final LuaString ADD = Interned.of(Str.of("__add"));
  private static final LuaString SUB = Interned.of(Str.of("__sub"));
  private static final LuaString MUL = Interned.of(Str.of("__mul"));
  private static final LuaString DIV = Interned.of(Str.of("__div"));
  private static final LuaString MOD = Interned.of(Str.of("__mod"));
  private static final LuaString POW = Interned.of(Str.of("__pow"));

  private static final Map<String, LuaString> TYPE_NAMES =
      Stream.of("nil", "boolean", "number", "string", "table", "function", "thread", "userdata")
          .collect(Collectors.toUnmodifiableMap(name -> name, name -> Interned.of(Str.of(name))));

  private final Vm vm;

  Operations(Vm vm) {
    this.vm = vm;
  }

  static boolean isTrue(LuaValue value) {
    return value != LuaValue.FALSE && value != LuaValue.NIL;
  }

  static String typeName(LuaValue value) {
    return value.typename();
  }

  /** As {@link #typeName}, one object for each name. */
  static LuaString typeNameString(LuaValue value) {
    LuaString known = TYPE_NAMES.get(typeName(value));
    return known == null ? Str.of(typeName(value)) : known;
  }

  LuaValue index(LuaValue object, LuaValue key) {
    LuaValue current = object;
    for (int i = 0; i < MOST_HANDLERS; i++) {
      LuaValue handler;
      if (current instanceof Table table) {
        LuaValue value = table.rawget(key);
        Table metatable = table.metatable;
        if (value != LuaValue.NIL || metatable == null) {
          return value;
        }
        handler = metatable.rawget(INDEX);
        if (handler == LuaValue.NIL) {
          return LuaValue.NIL;
        }
      } else {
        handler = metamethod(current, INDEX);
        if (handler == LuaValue.NIL) {
          throw LuaRaise.operand("index", current);
        }
      }
      if (handler.isfunction()) {
        return vm.call(handler, LuaValue.varargsOf(current, key)).arg1();
      }
      current = handler;
    }
    throw LuaRaise.fault("loop in gettable");
  }

  void setIndex(LuaValue object, LuaValue key, LuaValue value) {
    LuaValue current = object;
    for (int i = 0; i < MOST_HANDLERS; i++) {
      LuaValue handler;
      if (current instanceof Table table) {
        Table metatable = table.metatable;
        if (metatable == null || table.isReadOnly()) {
          table.checkWritable();
          table.rawset(key, value);
          return;
        }
        boolean isNew = table.rawget(key) == LuaValue.NIL;
        if (isNew) {
          table.rawset(
              key, LuaValue.NIL); // C Lua makes the slot, or refuses the key, before it asks
        }
        handler = isNew ? metatable.rawget(NEW_INDEX) : LuaValue.NIL;
        if (handler == LuaValue.NIL) {
          table.rawset(key, value);
          return;
        }
      } else {
        handler = metamethod(current, NEW_INDEX);
        if (handler == LuaValue.NIL) {
          throw LuaRaise.operand("index", current);
        }
      }
      if (handler.isfunction()) {
        LuaValue[] arguments = {current, key, value};
        vm.call(handler, LuaValue.varargsOf(arguments));
        return;
      }
      current = handler;
    }
    throw LuaRaise.fault("loop in settable");
  }

  LuaValue metamethod(LuaValue value, LuaString event) {
    Table metatable =
        value instanceof Table table
            ? table.metatable
            : value instanceof LuaString ? vm.stringMetatable : null;
    return metatable == null ? LuaValue.NIL : metatable.rawget(event);
  }

  /** The metatable that all strings have. */
  @Nullable Table metatableOfStrings() {
    return vm.stringMetatable;
  }

  LuaValue callHandler(LuaValue callee) {
    LuaValue handler = metamethod(callee, CALL);
    if (!(handler instanceof Closure) && !(handler instanceof Builtin)) {
      throw LuaRaise.operand("call", callee);
    }
    return handler;
  }

  LuaValue arithmetic(int operation, LuaValue a, LuaValue b) {
    double x = NumberParser.coerce(a);
    double y = NumberParser.coerce(b);
    if (!NumberParser.isNone(x) && !NumberParser.isNone(y)) {
      return Num.of(compute(operation, x, y));
    }
    LuaString event = event(operation);
    LuaValue handler = metamethod(a, event);
    if (handler == LuaValue.NIL) {
      handler = metamethod(b, event);
    }
    if (handler == LuaValue.NIL) {
      throw LuaRaise.operand("perform arithmetic on", NumberParser.isNone(x) ? a : b);
    }
    return vm.call(handler, LuaValue.varargsOf(a, b)).arg1();
  }

  private static double compute(int operation, double x, double y) {
    return switch (operation) {
      case OP_ADD -> x + y;
      case OP_SUB -> x - y;
      case OP_MUL -> x * y;
      case OP_DIV -> x / y;
      case OP_POW -> power(x, y);
      default -> Modulo.of(x, y);
    };
  }

  /** As C's: 1 to any power and any number to the power of 0 are 1, NaN included. */
  static double power(double x, double y) {
    return x == 1 || (x == -1 && Double.isInfinite(y)) ? 1 : Math.pow(x, y);
  }

  private static LuaString event(int operation) {
    return switch (operation) {
      case OP_ADD -> ADD;
      case OP_SUB -> SUB;
      case OP_MUL -> MUL;
      case OP_DIV -> DIV;
      case OP_POW -> POW;
      default -> MOD;
    };
  }

  LuaValue negate(LuaValue value) {
    double x = NumberParser.coerce(value);
    if (!NumberParser.isNone(x)) {
      return Num.of(NanSign.negate(x));
    }
    LuaValue handler = metamethod(value, UNM);
    if (handler == LuaValue.NIL) {
      throw LuaRaise.operand("perform arithmetic on", value);
    }
    return vm.call(handler, LuaValue.varargsOf(value, value)).arg1();
  }

  LuaValue length(LuaValue value) {
    if (value instanceof LuaString string) {
      return Num.of(string.m_length);
    } else if (value instanceof Table table) {
      return Num.of(table.length());
    }
    throw LuaRaise.operand("get length of", value);
  }

  boolean equal(LuaValue a, LuaValue b) {
    if (rawEqual(a, b)) {
      return true;
    }
    if (!(a instanceof Table x) || !(b instanceof Table y)) {
      return false;
    }
    LuaValue handler = sharedHandler(x, y, EQ);
    return handler != LuaValue.NIL && isTrue(vm.call(handler, LuaValue.varargsOf(a, b)).arg1());
  }

  static boolean rawEqual(LuaValue a, LuaValue b) {
    if (a instanceof Num x) {
      return b instanceof Num y && x.value == y.value;
    }
    return a == b || (a instanceof LuaString s && b instanceof LuaString t && s.raweq(t));
  }

  /** Comparisons use a handler only if both operands have the same one. */
  private LuaValue sharedHandler(LuaValue a, LuaValue b, LuaString event) {
    LuaValue first = metamethod(a, event);
    return first != LuaValue.NIL && rawEqual(first, metamethod(b, event)) ? first : LuaValue.NIL;
  }

  boolean less(LuaValue a, LuaValue b) {
    if (a instanceof Num x && b instanceof Num y) {
      return x.value < y.value;
    } else if (a instanceof LuaString s && b instanceof LuaString t) {
      return Str.compare(s, t) < 0;
    }
    LuaValue handler = a.type() == b.type() ? sharedHandler(a, b, LT) : LuaValue.NIL;
    if (handler == LuaValue.NIL) {
      throw incomparable(a, b);
    }
    return isTrue(vm.call(handler, LuaValue.varargsOf(a, b)).arg1());
  }

  boolean lessOrEqual(LuaValue a, LuaValue b) {
    if (a instanceof Num x && b instanceof Num y) {
      return x.value <= y.value;
    } else if (a instanceof LuaString s && b instanceof LuaString t) {
      return Str.compare(s, t) <= 0;
    }
    if (a.type() == b.type()) {
      LuaValue handler = sharedHandler(a, b, LE);
      if (handler != LuaValue.NIL) {
        return isTrue(vm.call(handler, LuaValue.varargsOf(a, b)).arg1());
      }
      handler = sharedHandler(b, a, LT);
      if (handler != LuaValue.NIL) {
        return !isTrue(vm.call(handler, LuaValue.varargsOf(b, a)).arg1());
      }
    }
    throw incomparable(a, b);
  }

  private static LuaRaise incomparable(LuaValue a, LuaValue b) {
    String x = typeName(a);
    String y = typeName(b);
    return LuaRaise.fault(
        x.equals(y)
            ? "attempt to compare two " + x + " values"
            : "attempt to compare " + x + " with " + y);
  }

  /** Registers {@code first} to {@code last}, joined from the right. */
  LuaValue concat(LuaValue[] s, int first, int last) {
    LuaValue result = s[last];
    int next = last - 1;
    while (next >= first) {
      int from = next;
      long total = lengthOf(result);
      if (total >= 0) {
        while (from >= first && lengthOf(s[from]) >= 0) {
          total += lengthOf(s[from]);
          from--;
        }
      }
      if (total < 0 || from == next) {
        result = concatPair(s[next], result, next - first);
        next--;
      } else {
        result = joinAll(s, from + 1, next, result, total);
        next = from;
      }
    }
    return result;
  }

  /** Bytes, a guess for a number; -1 if it is neither string nor number. */
  private static long lengthOf(LuaValue value) {
    return value instanceof LuaString string ? string.m_length : value instanceof Num ? 16 : -1;
  }

  /** {@code place} is that of {@code a} among all operands. */
  private LuaValue concatPair(LuaValue a, LuaValue b, int place) {
    LuaValue handler = metamethod(a, CONCAT);
    if (handler == LuaValue.NIL) {
      handler = metamethod(b, CONCAT);
    }
    if (handler == LuaValue.NIL) {
      boolean isLeft = lengthOf(a) < 0;
      throw LuaRaise.operand("concatenate", isLeft ? a : b, isLeft ? place : place + 1);
    }
    vm.leaveIfShort(); // what one pair calls must not be called again for the next
    return vm.call(handler, LuaValue.varargsOf(a, b)).arg1();
  }

  private LuaString joinAll(LuaValue[] s, int first, int last, LuaValue end, long estimate) {
    if (estimate > 1 << 16) {
      vm.poll();
    }
    ByteBuilder out = new ByteBuilder((int) Math.min(estimate, Str.MOST_BYTES));
    for (int i = first; i <= last; i++) {
      out.appendCoerced(s[i]);
    }
    out.appendCoerced(end);
    return out.toLuaString();
  }

  static LuaString join(LuaString a, LuaString b) {
    return new ByteBuilder(a.m_length + b.m_length).append(a).append(b).toLuaString();
  }

  void prepareLoop(LuaValue[] s, int a) {
    s[a] = loopNumber(s[a], "initial value");
    s[a + 1] = loopNumber(s[a + 1], "limit");
    Num step = loopNumber(s[a + 2], "step");
    s[a + 2] = step;
    s[a] = Num.of(s[a].todouble() - step.value);
  }

  static Num loopNumber(LuaValue value, String what) {
    double number = NumberParser.coerce(value);
    if (NumberParser.isNone(number)) {
      throw LuaRaise.fault("'for' " + what + " must be a number");
    }
    return Num.of(number);
  }

  /** {@code count} values from the {@code first}, as a list of their own. */
  static Varargs copy(Varargs values, int first, int count) {
    if (count <= 0) {
      return LuaValue.NONE;
    }
    LuaValue[] copy = new LuaValue[count];
    Arrays.setAll(copy, i -> values.arg(first + i));
    return LuaValue.varargsOf(copy);
  }

  static boolean isTable(LuaValue value) {
    return value instanceof LuaTable;
  }
}
