package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of 64 bits without sign, as cursors and IDs of streams are. */
final class UnsignedLongs {
  /** What C's {@code strtoull} reads to the end, blanks and sign included. */
  private static final Pattern NUMBER =
      Pattern.compile("[ \\t\\n\\u000b\\f\\r]*+(?<sign>[+-]?)0*+(?<digits>[0-9]{0,20})");

  private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private UnsignedLongs() {}

  /**
   * The bits of the number, or nothing for what is none, what 64 bits don't hold and a canonical
   * negative number; any other negative one is what is left of it modulo 2^64.
   */
  static OptionalLong parse(Bytes word) {
    Matcher matcher = NUMBER.matcher(word.toLatin1());
    boolean hasDigit = !word.isEmpty() && Character.isDigit(word.at(word.length() - 1));
    if (!hasDigit || !matcher.matches() || Integers.parse(word).orElse(0) < 0) {
      return OptionalLong.empty();
    }
    String digits = matcher.group("digits");
    BigInteger number = digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
    if (number.compareTo(LARGEST) > 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        matcher.group("sign").equals("-") ? -number.longValue() : number.longValue());
  }
}
