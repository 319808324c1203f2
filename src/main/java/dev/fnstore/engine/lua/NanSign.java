package dev.fnstore.engine.lua;

/**
 * The sign of a NaN, which C prints. An operation that makes a NaN makes {@code -nan} on x86-64;
 * {@code tonumber('nan')} makes {@code nan}. Java's own operations may make either, so this engine
 * tells them apart by payload: a NaN read from text carries one that no operation makes.
 */
final class NanSign {
  private static final long POSITIVE_BITS = 0x7ff8000000000001L;
  static final double POSITIVE = Double.longBitsToDouble(POSITIVE_BITS);

  private NanSign() {}

  static String text(double nan) {
    return Double.doubleToRawLongBits(nan) == POSITIVE_BITS ? "nan" : "-nan";
  }

  /** As C has it in memory. */
  static long bits(double value) {
    if (!Double.isNaN(value)) {
      return Double.doubleToRawLongBits(value);
    }
    return Double.doubleToRawLongBits(value) == POSITIVE_BITS
        ? 0x7ff8000000000000L
        : 0xfff8000000000000L;
  }

  /** As {@link #bits}, of a float. */
  static int floatBits(double value) {
    return Double.isNaN(value)
        ? ((int) (bits(value) >>> 32) & 0x80000000) | 0x7fc00000
        : Float.floatToRawIntBits((float) value);
  }

  static double negate(double value) {
    if (!Double.isNaN(value)) {
      return -value;
    }
    return Double.doubleToRawLongBits(value) == POSITIVE_BITS ? Double.NaN : POSITIVE;
  }
}
