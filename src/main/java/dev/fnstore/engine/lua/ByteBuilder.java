package dev.fnstore.engine.lua;

import java.util.Arrays;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Collects the bytes of a string, up to the limit of strings. */
final class ByteBuilder {
  private static final int ARRAY_OF_NEW_STRING = 33;
  private static final int LEAST_TO_MAKE_ANEW = 14;

  private byte[] content;
  private int length;

  ByteBuilder() {
    this(32);
  }

  ByteBuilder(int capacity) {
    Allocation.check(capacity);
    content = new byte[Math.max(capacity, 16)];
  }

  int length() {
    return length;
  }

  void truncate(int newLength) {
    length = newLength;
  }

  byte at(int index) {
    return content[index];
  }

  void set(int index, int value) {
    content[index] = (byte) value;
  }

  ByteBuilder append(int value) {
    reserve(1);
    content[length++] = (byte) value;
    return this;
  }

  ByteBuilder append(LuaString string) {
    return append(string.m_bytes, string.m_offset, string.m_length);
  }

  ByteBuilder append(byte[] bytes, int offset, int count) {
    reserve(count);
    System.arraycopy(bytes, offset, content, length, count);
    length += count;
    return this;
  }

  /** A byte so many times; never, if the number is negative. */
  ByteBuilder fill(int value, int count) {
    if (count > 0) {
      reserve(count);
      Arrays.fill(content, length, length + count, (byte) value);
      length += count;
    }
    return this;
  }

  /** The last {@code size} bytes of an integer, the highest first; what is more is zero. */
  ByteBuilder appendInteger(long value, int size) {
    reserve(size);
    BinaryNumbers.write(content, length, size, value);
    length += size;
    return this;
  }

  /** As {@link #appendInteger}, the lowest byte first. */
  ByteBuilder appendLittleInteger(long value, int size) {
    reserve(size);
    BinaryNumbers.writeLittle(content, length, size, value);
    length += size;
    return this;
  }

  /** Characters are bytes of the same number. */
  @SuppressWarnings("deprecation") // getBytes(int, int, byte[], int) is exactly what is wanted
  ByteBuilder append(String latin1) {
    int count = latin1.length();
    reserve(count);
    latin1.getBytes(0, count, content, length);
    length += count;
    return this;
  }

  /** A string or a number. */
  ByteBuilder appendCoerced(LuaValue value) {
    return value instanceof LuaString string ? append(string) : appendNumber(value.todouble());
  }

  /** As {@code tostring} writes it. */
  ByteBuilder appendNumber(double value) {
    int end = NumberBytes.REFUSED;
    if (length <= Str.MOST_BYTES - NumberBytes.MOST_BYTES) {
      reserve(NumberBytes.MOST_BYTES);
      end = NumberBytes.general(content, length, value);
    }
    if (end == NumberBytes.REFUSED) {
      return append(NumberFormat.general(value));
    }
    length = end;
    return this;
  }

  private void reserve(int count) {
    long needed = (long) length + count;
    if (needed > content.length) {
      if (needed > Str.MOST_BYTES) {
        throw LuaRaise.error("resulting string too large");
      }
      long doubled = Math.min(content.length * 2L, Str.MOST_BYTES);
      long capacity = Math.max(needed, doubled);
      Allocation.check(capacity);
      content = Arrays.copyOf(content, (int) capacity);
    }
  }

  LuaString toLuaString() {
    byte[] exact = length == content.length ? content : toByteArray();
    return LuaString.valueUsing(exact, 0, length);
  }

  /**
   * As {@link #toLuaString}, of what seldom is the same twice: LuaJ looks for a string that has up
   * to 32 bytes among recent ones, for which it hashes it twice, but only if its array is no
   * larger.
   */
  LuaString toNewLuaString() {
    if (length < LEAST_TO_MAKE_ANEW || length >= ARRAY_OF_NEW_STRING) {
      return toLuaString();
    }
    return LuaString.valueUsing(Arrays.copyOf(content, ARRAY_OF_NEW_STRING), 0, length);
  }

  byte[] toByteArray() {
    Allocation.check(length);
    return Arrays.copyOf(content, length);
  }
}
