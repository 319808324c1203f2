package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/**
 * A place in the order of SCAN: the hash from which to go on, 0 at the beginning and again at the
 * end. Since it is a hash, whatever comes or goes meanwhile moves no other key to another side of
 * it: a key that is there all the time is given, and nothing has to be remembered between calls.
 */
final class ScanCursor {
  static final long END = 0;

  private static final long LAST_POSITION = (1L << 32) - 1;

  private ScanCursor() {}

  /**
   * The position, or {@code LAST_POSITION + 1} for a number behind all positions.
   *
   * <p>A canonical negative number is refused, and what 64 bits don't hold.
   */
  static long parse(Bytes word) {
    long number = UnsignedLongs.parse(word).orElseThrow(() -> CommandError.of("invalid cursor"));
    return number < 0 ? LAST_POSITION + 1 : Math.min(number, LAST_POSITION + 1);
  }

  static boolean isBehindAll(long position) {
    return position > LAST_POSITION;
  }
}
