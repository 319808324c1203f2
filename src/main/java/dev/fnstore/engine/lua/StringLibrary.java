package dev.fnstore.engine.lua;

import static org.luaj.vm2.LuaValue.NONE;
import static org.luaj.vm2.LuaValue.varargsOf;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The functions of {@code string}. Case and classes are those of the C locale. */
final class StringLibrary {
  private static final int MOST_VALUES = 7990;

  /** What a dumped function begins with; nothing can load it. */
  private static final LuaString DUMPED = Str.latin1("\u001bLuaQ\0");

  private final Vm vm;

  private StringLibrary(Vm vm) {
    this.vm = vm;
  }

  static Table table(Vm vm) {
    StringLibrary library = new StringLibrary(vm);
    Library strings = new Library();
    strings
        .add("byte", StringLibrary::bytes)
        .add("char", StringLibrary::fromBytes)
        .add("dump", StringLibrary::dump)
        .add("format", arguments -> new StringFormat(arguments).format())
        .add("len", arguments -> Num.of(Args.string(arguments, 1).m_length))
        .add("lower", arguments -> mapped(Args.string(arguments, 1), Ascii::toLower))
        .add("rep", library::repeat)
        .add("reverse", StringLibrary::reverse)
        .add("sub", StringLibrary::sub)
        .add("upper", arguments -> mapped(Args.string(arguments, 1), Ascii::toUpper));
    PatternFunctions.addTo(strings, vm);
    return strings.frozen();
  }

  /** A position counted from 1, or back from the end if negative; 0 if before the start. */
  static long position(long given, int length) {
    return Math.max(given < 0 ? given + length + 1 : given, 0);
  }

  private static Varargs bytes(Varargs arguments) {
    LuaString string = Args.string(arguments, 1);
    long first = position(Args.integer(arguments, 2, 1), string.m_length);
    long last = position(Args.integer(arguments, 3, first), string.m_length);
    int from = (int) Math.max(Math.min(first, string.m_length + 1L), 1);
    int to = (int) Math.min(last, string.m_length);
    if (from > to) {
      return NONE;
    }
    int count = to - from + 1;
    if (count > MOST_VALUES) {
      throw LuaRaise.error("stack overflow (string slice too long)");
    }
    LuaValue[] values = new LuaValue[count];
    Arrays.setAll(values, i -> Num.of(Str.at(string, from - 1 + i)));
    return varargsOf(values);
  }

  private static Varargs fromBytes(Varargs arguments) {
    byte[] content = new byte[arguments.narg()];
    for (int i = 0; i < content.length; i++) {
      int value = Args.smallInteger(arguments, i + 1);
      if (value < 0 || value > 255) {
        throw LuaRaise.argument(i + 1, "invalid value");
      }
      content[i] = (byte) value;
    }
    return Str.of(content);
  }

  private static Varargs dump(Varargs arguments) {
    if (!(Args.function(arguments, 1) instanceof Closure)) {
      throw LuaRaise.error("unable to dump given function");
    }
    return DUMPED;
  }

  private static LuaString mapped(LuaString string, IntUnaryOperator map) {
    Allocation.check(string.m_length);
    byte[] content = new byte[string.m_length];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) map.applyAsInt(Str.at(string, i));
    }
    return Str.of(content);
  }

  private Varargs repeat(Varargs arguments) {
    LuaString string = Args.string(arguments, 1);
    long times = Args.integer(arguments, 2);
    if (times <= 0 || string.m_length == 0) {
      return Str.of("");
    }
    if (times > Str.MOST_BYTES / string.m_length) {
      throw LuaRaise.error("resulting string too large");
    }
    vm.poll();
    Allocation.check(times * string.m_length);
    byte[] content = new byte[(int) times * string.m_length];
    System.arraycopy(string.m_bytes, string.m_offset, content, 0, string.m_length);
    for (int filled = string.m_length; filled < content.length; filled *= 2) {
      System.arraycopy(content, 0, content, filled, Math.min(filled, content.length - filled));
      if (filled > content.length / 2) {
        break;
      }
    }
    return Str.of(content);
  }

  private static Varargs reverse(Varargs arguments) {
    LuaString string = Args.string(arguments, 1);
    Allocation.check(string.m_length);
    byte[] content = new byte[string.m_length];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) Str.at(string, content.length - 1 - i);
    }
    return Str.of(content);
  }

  private static Varargs sub(Varargs arguments) {
    LuaString string = Args.string(arguments, 1);
    long first = position(Args.integer(arguments, 2), string.m_length);
    long last = position(Args.integer(arguments, 3, -1), string.m_length);
    int from = (int) Math.max(1, Math.min(first, string.m_length + 1L));
    int to = (int) Math.min(last, string.m_length);
    return from > to ? Str.of("") : Str.slice(string, from - 1, to);
  }
}
