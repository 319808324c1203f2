package dev.fnstore.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the disk has room for more keys. They must leave what {@code min-free-disk} says, so that
 * they cannot take the room of the event log.
 */
final class DiskRoom {
  private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MUCH_BYTES = 8L << 20;
  private static final long MEBIBYTE = 1 << 20;

  private final Path folder;
  private final LongSupplier floorBytes;
  private long lookedNanos = System.nanoTime() - PERIOD_NANOS;
  private long writtenBytes;
  private volatile @Nullable String lack;

  DiskRoom(Path folder, LongSupplier floorBytes) {
    this.folder = folder;
    this.floorBytes = floorBytes;
  }

  /** Why there is no room, as it was seen last; null if there is. From any thread. */
  @Nullable String lack() {
    return lack;
  }

  /** By who writes, again and again: looks once a second, and where much was written. */
  void wrote(long bytes) {
    writtenBytes += bytes;
    if (writtenBytes < MUCH_BYTES && System.nanoTime() - lookedNanos < PERIOD_NANOS) {
      return;
    }
    writtenBytes = 0;
    lookedNanos = System.nanoTime();
    try {
      long usable = Files.getFileStore(folder).getUsableSpace();
      long floor = floorBytes.getAsLong();
      lack =
          usable >= floor
              ? null
              : "the disk of "
                  + folder
                  + " is nearly full: "
                  + usable / MEBIBYTE
                  + " MB are free, min-free-disk asks for "
                  + floor / MEBIBYTE
                  + " MB";
    } catch (IOException e) {
      LOG.debug("The free space of {} is not known", folder, e);
    }
  }
}
