package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * Hashes of names, by a seed that nobody outside knows, so that nobody can send names that all have
 * the same. Eight bytes at a time are multiplied into the state, both halves of the product folded.
 */
final class NameHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FIRST = 0x9E3779B97F4A7C15L;
  private static final long SECOND = 0xBF58476D1CE4E5B9L;
  private static final long THIRD = 0x94D049BB133111EBL;

  /**
   * With a seed that is another in each process, for tables whose order nobody sees: nothing that a
   * keyspace does follows from it.
   */
  static final NameHash OF_PROCESS = new NameHash(UUID.randomUUID().getMostSignificantBits());

  private final long seed;

  NameHash(long seed) {
    this.seed = fold(seed ^ FIRST, SECOND);
  }

  int of(Bytes name) {
    byte[] content = name.shared();
    long state = seed ^ (content.length * FIRST);
    int next = 0;
    for (; next + Long.BYTES <= content.length; next += Long.BYTES) {
      state = fold(state ^ (long) LONGS.get(content, next), SECOND);
    }
    long rest = 0;
    for (; next < content.length; next++) {
      rest = (rest << Byte.SIZE) | (content[next] & 0xFF);
    }
    return (int) (fold(state ^ rest, THIRD) >>> Integer.SIZE);
  }

  private static long fold(long one, long other) {
    return (one * other) ^ Math.multiplyHigh(one, other);
  }
}
