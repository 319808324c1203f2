package dev.fnstore.engine.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** MessagePack to values, one after the other. */
final class MessageUnpacker {
  private static final int MOST_NESTING = 4000;
  private static final int SHORT_STRING = 32;

  private final Vm vm;
  private final LuaString input;
  private int at;
  private int level;
  private final TableMaker tables = new TableMaker();

  MessageUnpacker(Vm vm, LuaString input, int offset) {
    this.vm = vm;
    this.input = input;
    this.at = offset;
  }

  boolean hasMore() {
    return at < input.m_length;
  }

  int offset() {
    return at;
  }

  LuaValue unpack() {
    vm.pollOfPureFunction();
    need(1);
    int tag = Str.at(input, at++);
    if (tag < 0x80 || tag >= 0xe0) {
      return Num.of((byte) tag);
    } else if (tag < 0x90) {
      return map(tag & 15);
    } else if (tag < 0xa0) {
      return array(tag & 15);
    } else if (tag < 0xc0) {
      return string(tag & 31);
    }
    return switch (tag) {
      case 0xc0 -> LuaValue.NIL;
      case 0xc2 -> LuaValue.FALSE;
      case 0xc3 -> LuaValue.TRUE;
      case 0xca -> Num.of(Float.intBitsToFloat((int) unsigned(4)));
      case 0xcb -> Num.of(Double.longBitsToDouble(unsigned(8)));
      case 0xcc -> Num.of((double) unsigned(1));
      case 0xcd -> Num.of((double) unsigned(2));
      case 0xce -> Num.of((double) unsigned(4));
      case 0xd0 -> Num.of((byte) unsigned(1));
      case 0xd1 -> Num.of((short) unsigned(2));
      case 0xd2 -> Num.of((int) unsigned(4));
      case 0xcf, 0xd3 -> Num.of((double) unsigned(8)); // Valkey takes both as signed
      case 0xd9 -> string(unsigned(1));
      case 0xda -> string(unsigned(2));
      case 0xdb -> string(unsigned(4));
      case 0xdc -> array(unsigned(2));
      case 0xdd -> array(unsigned(4));
      case 0xde -> map(unsigned(2));
      case 0xdf -> map(unsigned(4));
      default -> throw LuaRaise.error("Bad data format in input.");
    };
  }

  private void need(long count) {
    if (count > input.m_length - at) {
      throw LuaRaise.error("Missing bytes in input.");
    }
  }

  private long unsigned(int size) {
    need(size);
    int from = input.m_offset + at;
    at += size;
    return BinaryNumbers.read(input.m_bytes, from, size);
  }

  private LuaString string(long length) {
    need(length);
    LuaString string = Str.slice(input, at, at + (int) length);
    at += (int) length;
    return string;
  }

  private void enter() {
    if (++level > MOST_NESTING) {
      throw LuaRaise.error("stack overflow (in function mp_decode_to_lua_type)");
    }
  }

  private Table array(long count) {
    enter();
    int begin = tables.begin();
    Table large = null;
    for (int i = 1; i <= count; i++) {
      large = tables.item(begin, large, i, unpack());
    }
    level--;
    return tables.array(begin, large);
  }

  private Table map(long count) {
    enter();
    int begin = tables.begin();
    int depth = level;
    TableShape shape = tables.shape(depth);
    Table large = null;
    for (int i = 0; i < count; i++) {
      LuaValue key = shape == null ? null : takeKey(shape.key(i));
      if (key == null) {
        shape = null;
        key = unpack();
      }
      large = tables.member(begin, large, key, unpack());
    }
    level--;
    return tables.object(begin, large, shape, depth);
  }

  /** Takes the next value if it is this string in its short form; gives null if not. */
  private @Nullable LuaString takeKey(@Nullable LuaString key) {
    int length = key == null ? 0 : key.m_length;
    int from = input.m_offset + at;
    if (key == null
        || length >= SHORT_STRING
        || length >= input.m_length - at
        || input.m_bytes[from] != (byte) (0xa0 | length)) {
      return null;
    }
    for (int i = 0; i < length; i++) {
      if (input.m_bytes[from + 1 + i] != key.m_bytes[key.m_offset + i]) {
        return null;
      }
    }
    vm.pollOfPureFunction();
    at += length + 1;
    return key;
  }
}
