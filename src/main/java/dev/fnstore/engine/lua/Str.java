package dev.fnstore.engine.lua;

import dev.fnstore.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Byte strings: making, comparing, and numbers as strings. */
final class Str {
  /** No string is longer: Valkey's limit of a bulk string. */
  static final int MOST_BYTES = 512 * 1024 * 1024;

  private Str() {}

  static LuaString of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  static LuaString latin1(String text) {
    return of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Takes {@code content} over. */
  static LuaString of(byte[] content) {
    return LuaString.valueUsing(content);
  }

  static LuaString of(Bytes content) {
    return LuaString.valueUsing(content.shared());
  }

  /** The bytes from {@code from} up to but without {@code to}, from the string's start. */
  static LuaString slice(LuaString string, int from, int to) {
    if (from == 0 && to == string.m_length) {
      return string;
    }
    Allocation.check(to - from);
    return LuaString.valueOf(string.m_bytes, string.m_offset + from, to - from);
  }

  static Bytes bytes(LuaString string) {
    return Bytes.copyOf(string.m_bytes, string.m_offset, string.m_length);
  }

  /** Each byte as the character of the same number. */
  static String latin1(LuaString string) {
    return new String(
        string.m_bytes, string.m_offset, string.m_length, StandardCharsets.ISO_8859_1);
  }

  static int at(LuaString string, int index) {
    return string.m_bytes[string.m_offset + index] & 0xff;
  }

  static int compare(LuaString a, LuaString b) {
    return Arrays.compareUnsigned(
        a.m_bytes,
        a.m_offset,
        a.m_offset + a.m_length,
        b.m_bytes,
        b.m_offset,
        b.m_offset + b.m_length);
  }

  /** A string or a number as a string; null for anything else. */
  static @Nullable LuaString coerce(LuaValue value) {
    if (value instanceof LuaString string) {
      return string;
    }
    return value instanceof Num number ? latin1(NumberFormat.general(number.value)) : null;
  }

  /** Where {@code wanted} first is in {@code string} at or after {@code from}, or -1. */
  static int find(LuaString string, LuaString wanted, int from, Vm vm) {
    int last = string.m_length - wanted.m_length;
    byte[] in = string.m_bytes;
    for (int i = from; i <= last; i++) {
      if ((i & 0xfff) == 0) {
        vm.pollOfPureFunction();
      }
      int start = string.m_offset + i;
      if (Arrays.equals(
          in,
          start,
          start + wanted.m_length,
          wanted.m_bytes,
          wanted.m_offset,
          wanted.m_offset + wanted.m_length)) {
        return i;
      }
    }
    return -1;
  }
}
