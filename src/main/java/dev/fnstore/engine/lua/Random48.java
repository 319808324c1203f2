package dev.fnstore.engine.lua;

/** The 48-bit linear congruential generator of drand48: the same seed gives the same numbers. */
final class Random48 {
  private static final long MULTIPLIER = 0x5DEECE66DL;
  private static final long INCREMENT = 0xB;
  private static final long MASK = (1L << 48) - 1;
  private static final long START = 0x1234ABCD330EL;

  private long state = START;

  /** As srand48: the seed is the upper 32 bits, the lower 16 are fixed. */
  void seed(int seed) {
    state = (Integer.toUnsignedLong(seed) << 16) + 0x330E;
  }

  /** The upper 31 bits of the next state. */
  int next() {
    state = state * MULTIPLIER + INCREMENT & MASK;
    return (int) (state >>> 17);
  }
}
