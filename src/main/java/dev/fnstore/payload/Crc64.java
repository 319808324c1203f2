package dev.fnstore.payload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * CRC-64 "Jones": polynomial 0xad93d23594c935a9, reflected in and out, initial value 0, no final
 * xor.
 *
 * <p>Eight bytes are taken at a time, by one table for each of them. Because the initial value is
 * 0, the checksum is linear: that of A ‖ B is that of A moved over B's length, xor that of B.
 */
public final class Crc64 {
  /** 0xad93d23594c935a9 with its bits in reverse order. */
  private static final long POLYNOMIAL = 0x95ac9329ac4bc9b5L;

  private static final int SLICES = Long.BYTES;
  private static final int BYTE_VALUES = 256;

  /** A length in bytes is an int and never negative, so it has 31 bits. */
  private static final int LENGTH_BITS = 31;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** {@code [i][b]}: byte b followed by i zero bytes. */
  private static final long[][] BYTE_TABLES = byteTables();

  /** {@code [k][i][b]}: what 2^k zero bytes make of a checksum whose byte i is b, others 0. */
  private static final long[][][] ZERO_TABLES = zeroTables();

  private Crc64() {}

  public static long of(byte[] content) {
    return update(0, content, 0, content.length);
  }

  /** The checksum of all so far, whose checksum is {@code crc}, and {@code length} bytes more. */
  public static long update(long crc, byte[] content, int offset, int length) {
    int end = offset + length;
    int i = offset;
    for (; end - i >= Long.BYTES; i += Long.BYTES) {
      crc = apply(BYTE_TABLES, crc ^ (long) LONGS.get(content, i), SLICES - 1);
    }
    for (; i < end; i++) {
      crc = (crc >>> 8) ^ BYTE_TABLES[0][(int) (crc ^ content[i]) & 0xff];
    }
    return crc;
  }

  /** The checksum of A ‖ B from those of A and of B and B's length. */
  public static long combine(long crcA, long crcB, int lengthB) {
    long moved = crcA;
    for (int bit = 0; bit < LENGTH_BITS; bit++) {
      if (((lengthB >>> bit) & 1) != 0) {
        moved = apply(ZERO_TABLES[bit], moved, 0);
      }
    }
    return moved ^ crcB;
  }

  /** Xor over the bytes of {@code value}, byte i looked up in table i, or in last - i. */
  private static long apply(long[][] tables, long value, int last) {
    long result = 0;
    for (int i = 0; i < SLICES; i++) {
      result ^= tables[last == 0 ? i : last - i][(int) (value >>> (8 * i)) & 0xff];
    }
    return result;
  }

  private static long[][] byteTables() {
    long[][] tables = new long[SLICES][BYTE_VALUES];
    for (int b = 0; b < BYTE_VALUES; b++) {
      long crc = b;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
      }
      tables[0][b] = crc;
    }
    for (int i = 1; i < SLICES; i++) {
      for (int b = 0; b < BYTE_VALUES; b++) {
        long crc = tables[i - 1][b];
        tables[i][b] = (crc >>> 8) ^ tables[0][(int) crc & 0xff];
      }
    }
    return tables;
  }

  private static long[][][] zeroTables() {
    long[][][] tables = new long[LENGTH_BITS][SLICES][BYTE_VALUES];
    for (int i = 0; i < SLICES; i++) {
      for (int b = 0; b < BYTE_VALUES; b++) {
        long crc = (long) b << (8 * i);
        tables[0][i][b] = (crc >>> 8) ^ BYTE_TABLES[0][(int) crc & 0xff];
      }
    }
    for (int bit = 1; bit < LENGTH_BITS; bit++) {
      for (int i = 0; i < SLICES; i++) {
        for (int b = 0; b < BYTE_VALUES; b++) {
          tables[bit][i][b] = apply(tables[bit - 1], tables[bit - 1][i][b], 0);
        }
      }
    }
    return tables;
  }
}
