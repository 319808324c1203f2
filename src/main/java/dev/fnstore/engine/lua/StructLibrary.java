package dev.fnstore.engine.lua;

import java.util.Arrays;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The functions of {@code struct}: numbers and strings in binary layouts. */
final class StructLibrary {
  private static final int MOST_VALUES = 7990;

  /** So many have their room from the start. */
  private static final int FEW_VALUES = 64;

  private StructLibrary() {}

  static Table table() {
    return new Library()
        .add("pack", StructLibrary::pack)
        .add("unpack", StructLibrary::unpack)
        .add("size", StructLibrary::size)
        .frozen();
  }

  private static Varargs pack(Varargs arguments) {
    StructFormat format = StructFormat.of(Args.string(arguments, 1));
    ByteBuilder out = new ByteBuilder();
    int argument = 2;
    while (format.next()) {
      for (int i = format.padding(out.length()); i > 0; i--) {
        out.append(0);
      }
      switch (format.option) {
        case 'b', 'B', 'h', 'H', 'l', 'L', 'T', 'i', 'I' ->
            appendInteger(out, format, number(arguments, argument++));
        case 'x' -> out.append(0);
        case 'f' -> append(out, format, NanSign.floatBits(number(arguments, argument++)));
        case 'd' -> append(out, format, NanSign.bits(number(arguments, argument++)));
        case 'c', 's' -> appendString(out, format, arguments, argument++);
        default -> {}
      }
    }
    return out.toNewLuaString();
  }

  private static double number(Varargs arguments, int argument) {
    double value = NumberParser.coerce(arguments.arg(argument));
    if (NumberParser.isNone(value)) {
      throw wrongType(arguments, argument, "number");
    }
    return value;
  }

  /** Valkey's code has a nil behind the last argument. */
  private static LuaRaise wrongType(Varargs arguments, int argument, String expected) {
    return argument == arguments.narg() + 1
        ? LuaRaise.argument(argument, expected + " expected, got nil")
        : Args.typeError(arguments, argument, expected);
  }

  private static void appendInteger(ByteBuilder out, StructFormat format, double number) {
    append(
        out,
        format,
        number >= 0x1p63 ? Args.toLong(number - 0x1p63) ^ Long.MIN_VALUE : Args.toLong(number));
  }

  private static void append(ByteBuilder out, StructFormat format, long value) {
    if (format.isLittle) {
      out.appendLittleInteger(value, format.size);
    } else {
      out.appendInteger(value, format.size);
    }
  }

  private static void appendString(
      ByteBuilder out, StructFormat format, Varargs arguments, int argument) {
    LuaString text = Str.coerce(arguments.arg(argument));
    if (text == null) {
      throw wrongType(arguments, argument, "string");
    }
    int size = format.size == 0 ? text.m_length : format.size;
    if (format.option == 's') {
      out.append(text).append(0);
    } else if (text.m_length < size) {
      throw LuaRaise.argument(argument + 1, "string too short");
    } else {
      out.append(Str.slice(text, 0, size));
    }
  }

  private static Varargs unpack(Varargs arguments) {
    StructFormat format = StructFormat.of(Args.string(arguments, 1));
    LuaString data = Args.string(arguments, 2);
    long start = Args.integer(arguments, 3, 1);
    if (start < 0) {
      throw LuaRaise.argument(2, "data string too short");
    } else if (start < 1) {
      throw LuaRaise.argument(3, "offset must be 1 or greater");
    }
    long at = start - 1;
    LuaValue[] values = new LuaValue[Math.min(format.mostItems() + 1, FEW_VALUES)];
    int count = 0;
    while (format.next()) {
      at += format.padding(at);
      long size = format.size;
      if (at > data.m_length || size > data.m_length - at) {
        throw LuaRaise.argument(2, "data string too short");
      }
      if (count + 1 >= values.length) { // room for this one and the offset at the end
        values = Arrays.copyOf(values, values.length * 2 + 1);
      }
      int from = (int) at;
      switch (format.option) {
        case 'b', 'B', 'h', 'H', 'l', 'L', 'T', 'i', 'I' ->
            values[count++] = Num.of(integer(data, from, format));
        case 'f' -> values[count++] = Num.of(Float.intBitsToFloat((int) bits(data, from, format)));
        case 'd' -> values[count++] = Num.of(Double.longBitsToDouble(bits(data, from, format)));
        case 'c' -> {
          if (size == 0) {
            size = previousSize(values, count--);
            if (size > data.m_length - at) {
              throw LuaRaise.argument(2, "data string too short");
            }
          }
          values[count++] = Str.slice(data, from, from + (int) size);
        }
        case 's' -> {
          int end = from;
          while (end < data.m_length && Str.at(data, end) != 0) {
            end++;
          }
          if (end == data.m_length) {
            throw LuaRaise.error("unfinished string in data");
          }
          values[count++] = Str.slice(data, from, end);
          size = end + 1L - from;
        }
        default -> {}
      }
      at += size;
      if (count > MOST_VALUES) {
        throw LuaRaise.error("stack overflow (too many results)");
      }
    }
    values[count++] = Num.of(at + 1.0);
    return LuaValue.varargsOf(count == values.length ? values : Arrays.copyOf(values, count));
  }

  private static long previousSize(LuaValue[] values, int before) {
    if (before == 0 || !(values[before - 1] instanceof Num size)) {
      throw LuaRaise.error("format 'c0' needs a previous size");
    }
    long count = (long) size.value;
    return count < 0 ? Long.MAX_VALUE : count;
  }

  private static long bits(LuaString data, int from, StructFormat format) {
    int at = data.m_offset + from;
    return format.isLittle
        ? BinaryNumbers.readLittle(data.m_bytes, at, format.size)
        : BinaryNumbers.read(data.m_bytes, at, format.size);
  }

  private static double integer(LuaString data, int from, StructFormat format) {
    long value = bits(data, from, format);
    boolean isSigned = format.option >= 'a';
    if (isSigned && format.size < 8) {
      int unused = 64 - format.size * 8;
      return (double) (value << unused >> unused);
    } else if (isSigned || value >= 0) {
      return (double) value;
    }
    return (double) ((value >>> 1) | (value & 1)) * 2;
  }

  private static Varargs size(Varargs arguments) {
    StructFormat format = new StructFormat(Args.string(arguments, 1));
    format.ignoreUnknown();
    long total = 0;
    while (format.next()) {
      if (format.option == 's') {
        throw LuaRaise.argument(1, "option 's' has no fixed size");
      } else if (format.option == 'c' && format.size == 0) {
        throw LuaRaise.argument(1, "option 'c0' has no fixed size");
      }
      total += format.padding(total) + format.size;
    }
    return Num.of((double) total);
  }
}
