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

  /** What is smaller fits, or nothing does. */
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

  /** That there is room for so many bytes, and for as many again. */
  static void checkRoom(long bytes) {
    Runtime runtime = Runtime.getRuntime();
    long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    if (bytes > SMALL && free / 2 < bytes) {
      throw CommandError.withCode("OOM command not allowed when used memory > 'maxmemory'.");
    }
  }
}
