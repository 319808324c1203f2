package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Arrays;

/**
 * Strings that get longer than what a user has sent. A short request must not fill the heap: what
 * does not fit is refused as where memory is short.
 */
final class Growth {
  /** As {@code proto-max-bulk-len} is by default. */
  static final long LONGEST = 512L << 20;

  /** What is smaller always fits. */
  private static final long SMALL = 1L << 20;

  private Growth() {}

  /** The bytes of {@code content} and zeros behind them, {@code length} or more in all. */
  static byte[] padded(Bytes content, long length) {
    checkRoom(length);
    return Arrays.copyOf(content.shared(), (int) Math.max(content.length(), length));
  }

  static void checkLength(long length) {
    if (length > LONGEST || length < 0) {
      throw CommandError.of("string exceeds maximum allowed size (proto-max-bulk-len)");
    }
  }

  /**
   * That so many bytes are no more than the eighth part of the heap; it is full for commands at
   * three quarters, and garbage counts, so that to ask for what is free would tell less.
   */
  static void checkRoom(long bytes) {
    if (bytes > SMALL && bytes > Runtime.getRuntime().maxMemory() / 8) {
      throw CommandError.withCode("OOM command not allowed when used memory > 'maxmemory'.");
    }
  }
}
