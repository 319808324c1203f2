package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the order of SCAN: the hash from which to go on, 0 at the beginning and again at the
 * end. Since it is a hash, whatever comes or goes meanwhile moves no other key to another side of
 * it: a key that is there all the time is given, and nothing has to be remembered between calls.
 */
final class ScanCursor {
  static final long END = 0;

  /** What C's {@code strtoull} reads to the end, blanks and sign included. */
  private static final Pattern NUMBER =
      Pattern.compile("[ \\t\\n\\u000b\\f\\r]*+(?<sign>[+-]?)0*+(?<digits>[0-9]{0,20})");

  private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final long LAST_POSITION = (1L << 32) - 1;

  private ScanCursor() {}

  /**
   * The position, or {@code LAST_POSITION + 1} for a number behind all positions.
   *
   * <p>A canonical negative number is refused, and what 64 bits don't hold.
   */
  static long parse(Bytes word) {
    Matcher matcher = NUMBER.matcher(word.toLatin1());
    boolean hasDigit = !word.isEmpty() && Character.isDigit(word.at(word.length() - 1));
    if (!hasDigit || !matcher.matches() || isNegative(word)) {
      throw invalid();
    }
    String digits = matcher.group("digits");
    BigInteger number = digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
    if (number.compareTo(LARGEST) > 0) {
      throw invalid();
    }
    if (matcher.group("sign").equals("-")) {
      number = number.negate().and(LARGEST);
    }
    return number.min(BigInteger.valueOf(LAST_POSITION + 1)).longValueExact();
  }

  static boolean isBehindAll(long position) {
    return position > LAST_POSITION;
  }

  private static boolean isNegative(Bytes word) {
    return Integers.parse(word).orElse(0) < 0;
  }

  private static CommandError invalid() {
    return CommandError.of("invalid cursor");
  }
}
