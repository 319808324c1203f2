package dev.fnstore.engine.lua;

/** Lua's {@code %}, which takes the sign of the divisor. */
final class Modulo {
  /** Up to here a quotient of whole numbers is never rounded up to a whole number. */
  private static final double MOST_EXACT = 1L << 52;

  private static final double MOST_DIVISOR = 1L << 31;

  private Modulo() {}

  static double of(double x, double y) {
    return x - Math.floor(x / y) * y;
  }

  /** Whether {@link #byWhole} may be asked for this divisor. */
  static boolean isWhole(double divisor) {
    return divisor >= 1 && divisor <= MOST_DIVISOR && divisor == Math.rint(divisor);
  }

  /**
   * As {@link #of}, to the bit, and without a division where {@code x} is a whole number: a
   * division takes longer than all the rest.
   *
   * @param reciprocal {@code 1 / divisor}
   */
  static double byWhole(double x, double divisor, double reciprocal) {
    if (x != Math.rint(x) || Math.abs(x) > MOST_EXACT) {
      return of(x, divisor);
    }
    double rest = x - Math.floor(x * reciprocal) * divisor; // the quotient may be off by one
    if (rest < 0) {
      return rest + divisor;
    }
    return rest >= divisor ? rest - divisor : rest;
  }
}
