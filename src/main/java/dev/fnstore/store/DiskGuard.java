package dev.fnstore.store;

import dev.fnstore.log.DataFolder;
import dev.fnstore.registry.RefusedException;
import java.util.function.LongSupplier;

/**
 * Refuses changes while the disk is nearly full, so that calls and reads go on and the log is never
 * caught in the middle of a write.
 */
final class DiskGuard {
  private static final long RECHECK_NANOS = 200_000_000;
  private static final long MEBIBYTE = 1 << 20;

  private final DataFolder folder;
  private final LongSupplier floorBytes;
  private long usableBytes = Long.MAX_VALUE;
  private long checkedNanos = System.nanoTime() - 2 * RECHECK_NANOS;

  DiskGuard(DataFolder folder, LongSupplier floorBytes) {
    this.folder = folder;
    this.floorBytes = floorBytes;
  }

  /**
   * Checks the room for a change of {@code bytes}.
   *
   * @throws RefusedException with MISCONF if the disk would fall below the floor
   */
  void check(long bytes) throws RefusedException {
    long now = System.nanoTime();
    if (now - checkedNanos > RECHECK_NANOS || usableBytes < 2 * floorBytes.getAsLong()) {
      usableBytes = folder.usableBytes();
      checkedNanos = now;
    }
    usableBytes -= bytes;
    if (usableBytes < floorBytes.getAsLong()) {
      throw new RefusedException(
          "MISCONF",
          "The disk of the event log in "
              + folder.path()
              + " is nearly full: "
              + Math.max(0, usableBytes / MEBIBYTE)
              + " MB are free, min-free-disk asks for "
              + floorBytes.getAsLong() / MEBIBYTE
              + " MB. Functions can be called and listed, but not changed. Make room on the disk.");
    }
  }
}
