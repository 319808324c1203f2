package dev.fnstore.engine.lua;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Integers as their bytes, the highest first. */
final class BinaryNumbers {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BinaryNumbers() {}

  /** The integer without sign of {@code size} bytes; of more than 8 the last ones. */
  static long read(byte[] from, int at, int size) {
    return switch (size) {
      case 1 -> from[at] & 0xff;
      case 2 -> (short) SHORT.get(from, at) & 0xffff;
      case 4 -> (int) INT.get(from, at) & 0xffffffffL;
      case 8 -> (long) LONG.get(from, at);
      default -> {
        long value = 0;
        for (int i = 0; i < size; i++) {
          value = (value << 8) | (from[at + i] & 0xff);
        }
        yield value;
      }
    };
  }

  /** The last {@code size} bytes of an integer; what is more is zero. */
  static void write(byte[] into, int at, int size, long value) {
    switch (size) {
      case 1 -> into[at] = (byte) value;
      case 2 -> SHORT.set(into, at, (short) value);
      case 4 -> INT.set(into, at, (int) value);
      case 8 -> LONG.set(into, at, value);
      default -> {
        for (int i = 0; i < size; i++) {
          int index = size - 1 - i;
          into[at + i] = (byte) (index < 8 ? value >>> (index * 8) : 0);
        }
      }
    }
  }

  /** As {@link #read}, the lowest byte first; of more than 8 the first ones. */
  static long readLittle(byte[] from, int at, int size) {
    if (size == 1 || size == 2 || size == 4 || size == 8) {
      return Long.reverseBytes(read(from, at, size)) >>> (64 - size * 8);
    }
    long value = 0;
    for (int i = Math.min(size, 8) - 1; i >= 0; i--) {
      value = (value << 8) | (from[at + i] & 0xff);
    }
    return value;
  }

  /** As {@link #write}, the lowest byte first. */
  static void writeLittle(byte[] into, int at, int size, long value) {
    if (size == 1 || size == 2 || size == 4 || size == 8) {
      write(into, at, size, Long.reverseBytes(value) >>> (64 - size * 8));
      return;
    }
    for (int i = 0; i < size; i++) {
      into[at + i] = (byte) (i < 8 ? value >>> (i * 8) : 0);
    }
  }
}
