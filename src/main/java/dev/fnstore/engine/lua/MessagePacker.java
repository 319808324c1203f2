package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Values to MessagePack, each in its smallest form. */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class MessagePacker {
  private static final int MOST_NESTING = 16;

  private final Vm vm;
  private final ByteBuilder out = new ByteBuilder(64);

  MessagePacker(Vm vm) {
    this.vm = vm;
  }

  LuaString packed() {
    return out.toLuaString();
  }

  void pack(LuaValue value, int level) {
    vm.pollOfPureFunction();
    if (value instanceof LuaString string) {
      packString(string);
    } else if (value instanceof Num number) {
      packNumber(number.value);
    } else if (value == LuaValue.TRUE || value == LuaValue.FALSE) {
      out.append(value == LuaValue.TRUE ? 0xc3 : 0xc2);
    } else if (value instanceof Table table && level < MOST_NESTING) {
      packTable(table, level);
    } else {
      out.append(0xc0);
    }
  }

  private void packNumber(double value) {
    if (value == Math.rint(value) && value >= -0x1p63 && value < 0x1p63) {
      packInteger((long) value);
    } else if ((float) value == value) {
      big(0xca, Float.floatToIntBits((float) value), 4);
    } else {
      big(0xcb, NanSign.bits(value), 8);
    }
  }

  private void packInteger(long value) {
    if (value >= 0) {
      if (value <= 0x7f) {
        out.append((int) value);
      } else if (value <= 0xff) {
        big(0xcc, value, 1);
      } else if (value <= 0xffff) {
        big(0xcd, value, 2);
      } else if (value <= 0xffffffffL) {
        big(0xce, value, 4);
      } else {
        big(0xcf, value, 8);
      }
    } else if (value >= -32) {
      out.append((int) value);
    } else if (value >= Byte.MIN_VALUE) {
      big(0xd0, value, 1);
    } else if (value >= Short.MIN_VALUE) {
      big(0xd1, value, 2);
    } else if (value >= Integer.MIN_VALUE) {
      big(0xd2, value, 4);
    } else {
      big(0xd3, value, 8);
    }
  }

  private void packString(LuaString string) {
    int length = string.m_length;
    if (length < 32) {
      out.append(0xa0 | length);
    } else if (length <= 0xff) {
      big(0xd9, length, 1);
    } else if (length <= 0xffff) {
      big(0xda, length, 2);
    } else {
      big(0xdb, length, 4);
    }
    out.append(string);
  }

  private void packTable(Table table, int level) {
    int items = 0;
    double most = 0;
    boolean isArray = true;
    for (int at = table.positionFrom(0); at >= 0; at = table.positionFrom(at + 1)) {
      items++;
      if (table.isItem(at)) {
        most = at + 1;
      } else if (table.keyAt(at) instanceof Num key
          && key.value > 0
          && key.value == Math.rint(key.value)) {
        most = Math.max(most, key.value);
      } else {
        isArray = false;
      }
    }
    if (isArray && most == items) {
      header(items, 0x90, 0xdc);
      for (int i = 1; i <= items; i++) {
        pack(table.rawget(i), level + 1);
      }
      return;
    }
    header(items, 0x80, 0xde);
    for (int at = table.positionFrom(0); at >= 0; at = table.positionFrom(at + 1)) {
      pack(table.keyAt(at), level + 1);
      pack(table.valueAt(at), level + 1);
    }
  }

  private void header(int count, int small, int wide) {
    if (count <= 15) {
      out.append(small | count);
    } else if (count <= 0xffff) {
      big(wide, count, 2);
    } else {
      big(wide + 1, count, 4);
    }
  }

  private void big(int tag, long value, int size) {
    out.append(tag).appendInteger(value, size);
  }
}
