package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** One value to JSON, as cjson 2.1 writes it. */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class JsonEncoder {
  private static final int OBJECT = -1;
  private static final int PRECISION_OF_TOSTRING = 14;

  /** Which bytes are not written as they are. */
  private static final boolean[] ESCAPED = new boolean[256];

  static {
    for (int c = 0; c < ESCAPED.length; c++) {
      ESCAPED[c] = Ascii.isControl(c) || c == '"' || c == '\\' || c == '/';
    }
  }

  private final Vm vm;
  private final JsonSettings settings;
  private final ByteBuilder out = new ByteBuilder(256);

  JsonEncoder(Vm vm, JsonSettings settings) {
    this.vm = vm;
    this.settings = settings;
  }

  LuaString encode(LuaValue value) {
    append(value, 0);
    return out.toLuaString();
  }

  private void append(LuaValue value, int depth) {
    vm.pollOfPureFunction();
    if (value instanceof LuaString string) {
      appendString(string);
    } else if (value instanceof Num number) {
      appendNumber(number.value);
    } else if (value instanceof Table table) {
      appendTable(table, depth + 1);
    } else if (value == LuaValue.TRUE || value == LuaValue.FALSE) {
      out.append(value == LuaValue.TRUE ? "true" : "false");
    } else if (value == LuaValue.NIL || value == NullPointer.INSTANCE) {
      out.append("null");
    } else {
      throw cannot(value, "type not supported");
    }
  }

  private static LuaRaise cannot(LuaValue value, String why) {
    return LuaRaise.error("Cannot serialise " + Operations.typeName(value) + ": " + why);
  }

  private void appendNumber(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      switch (settings.encodeInvalid) {
        case OFF -> throw cannot(Num.of(value), "must not be NaN or Inf");
        case NULL -> {
          out.append("null");
          return;
        }
        case ON -> {}
      }
      out.append(Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
      return;
    }
    if (settings.precision == PRECISION_OF_TOSTRING) {
      out.appendNumber(value);
    } else {
      out.append(NumberFormat.general(value, settings.precision, false));
    }
  }

  private void appendString(LuaString string) {
    out.append('"');
    byte[] bytes = string.m_bytes;
    int end = string.m_offset + string.m_length;
    int plain = string.m_offset;
    for (int i = plain; i < end; i++) {
      if ((i - string.m_offset & 0xffff) == 0xffff) {
        vm.pollOfPureFunction();
      }
      if (ESCAPED[bytes[i] & 0xff]) {
        out.append(bytes, plain, i - plain);
        appendEscape(bytes[i]);
        plain = i + 1;
      }
    }
    out.append(bytes, plain, end - plain).append('"');
  }

  private void appendEscape(int c) {
    switch (c) {
      case '"', '\\', '/' -> out.append('\\').append(c);
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> {
        out.append("\\u00").append(Character.forDigit(c >> 4, 16));
        out.append(Character.forDigit(c & 15, 16));
      }
    }
  }

  private void appendTable(Table table, int depth) {
    if (depth > settings.encodeMaxDepth) {
      throw LuaRaise.error("Cannot serialise, excessive nesting (" + depth + ")");
    }
    int length = arrayLength(table);
    if (length > 0) {
      out.append('[');
      for (int i = 1; i <= length; i++) {
        if (i > 1) {
          out.append(',');
        }
        append(table.rawget(i), depth);
      }
      out.append(']');
    } else {
      appendObject(table, depth);
    }
  }

  /** The greatest key if all are positive integers, else {@link #OBJECT}. */
  private int arrayLength(Table table) {
    int most = 0;
    int items = 0;
    for (int at = table.positionFrom(0); at >= 0; at = table.positionFrom(at + 1)) {
      if (table.isItem(at)) {
        most = at + 1;
        items++;
        continue;
      }
      if (!(table.keyAt(at) instanceof Num key)
          || key.value < 1
          || key.value != Math.rint(key.value)) {
        return OBJECT;
      }
      if (key.value > most) {
        most = key.value <= Integer.MAX_VALUE ? (int) key.value : Integer.MIN_VALUE; // as x86-64
      }
      items++;
    }
    if (settings.sparseRatio > 0
        && most > (double) items * settings.sparseRatio
        && most > settings.sparseSafe) {
      if (!settings.sparseConvert) {
        throw cannot(table, "excessively sparse array");
      }
      return OBJECT;
    }
    return most > 0 ? most : OBJECT;
  }

  private void appendObject(Table table, int depth) {
    out.append('{');
    boolean isFirst = true;
    for (int at = table.positionFrom(0); at >= 0; at = table.positionFrom(at + 1)) {
      if (!isFirst) {
        out.append(',');
      }
      isFirst = false;
      LuaValue key = table.keyAt(at);
      if (key instanceof Num number) {
        out.append('"');
        appendNumber(number.value);
        out.append("\":");
      } else if (key instanceof LuaString string) {
        appendString(string);
        out.append(':');
      } else {
        throw cannot(key, "table key must be a number or string");
      }
      append(table.valueAt(at), depth);
    }
    out.append('}');
  }
}
