package dev.fnstore.server.dispatch;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * How much memory the server's data takes. The heap in use counts all garbage too, so what counts
 * is what has outlived a collection: everything but the space in which new objects begin, and of
 * that what a collection has left there because the others were full.
 */
public final class MemoryGauge {
  /** This part of the most that may be, and no less than this, is worth to be collected. */
  private static final int PART_WORTH_COLLECTING = 8;

  private static final long BYTES_WORTH_COLLECTING = 4 << 20;

  private final List<MemoryPoolMXBean> outliving = pools(false);
  private final List<MemoryPoolMXBean> beginning = pools(true);
  private long lookedMs = Long.MIN_VALUE;
  private boolean nearlyFull;
  private long mayCollectNanos = System.nanoTime();

  /** The least that {@link #isOver} has seen since it has last had garbage collected. */
  private long leastSinceCollected;

  private volatile long peak;

  private static List<MemoryPoolMXBean> pools(boolean beginning) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .filter(pool -> pool.getName().contains("Eden") == beginning)
        .toList();
  }

  /** Bytes of data: at least 1. */
  public long usedBytes() {
    long used = leftBytes();
    for (MemoryPoolMXBean pool : outliving) {
      used += pool.getUsage().getUsed();
    }
    peak = Math.max(peak, Math.max(1, used));
    return Math.max(1, used);
  }

  /**
   * Whether data takes more than {@code most} bytes. What is written over outlives a collection too
   * and is garbage then, and where all that comes on top is refused nothing may ever make Java
   * collect it: so that is done first, where so much has come since the last time that it is worth
   * its while, or else seldom. Belongs to one thread.
   */
  public boolean isOver(long most) {
    long used = usedBytes();
    leastSinceCollected = Math.min(leastSinceCollected, used);
    if (used <= most) {
      return false;
    }
    long worth = Math.max(most / PART_WORTH_COLLECTING, BYTES_WORTH_COLLECTING);
    if (used - leastSinceCollected < worth && !mayCollect()) {
      return true;
    }
    collect();
    leastSinceCollected = usedBytes();
    return leastSinceCollected > most;
  }

  /** What the last collection has left where new objects begin. */
  private long leftBytes() {
    long left = 0;
    for (MemoryPoolMXBean pool : beginning) {
      MemoryUsage collected = pool.getCollectionUsage();
      left += collected == null ? 0 : collected.getUsed();
    }
    return left;
  }

  /** The most that {@link #usedBytes} has given, to whoever asked. */
  public long peakBytes() {
    return peak;
  }

  /**
   * Whether data fills the heap so far that taking more might end the process. Asked for every
   * command, so it looks once a millisecond of the caller's clock; belongs to one thread.
   */
  public boolean isHeapNearlyFull(long nowMs) {
    if (nowMs != lookedMs) {
      lookedMs = nowMs;
      long most = Runtime.getRuntime().maxMemory();
      long full = most - most / 4;
      // Where little is left it does not wait for Java to collect the space that fills: G1 does so
      // only once there is nothing left.
      long brimful = most - most / 8;
      nearlyFull = isFilled(full) || isTaken(brimful);
      if (nearlyFull && mayCollect()) {
        collect();
        nearlyFull = isFilled(full);
      }
    }
    return nearlyFull;
  }

  /** Something large has been let go, which is garbage now. */
  public void collectNow() {
    collect();
    lookedMs = Long.MIN_VALUE;
  }

  private boolean isFilled(long bytes) {
    return isTaken(bytes) && collectedBytes() > bytes;
  }

  /** Garbage may be a part of it. */
  private boolean isTaken(long bytes) {
    return heapBytes() > bytes && usedBytes() > bytes;
  }

  private boolean mayCollect() {
    return System.nanoTime() - mayCollectNanos >= 0;
  }

  /**
   * Since what would fill the heap is refused, nothing may ever make Java collect what has been
   * deleted. Seldom enough to take a hundredth of the time.
   */
  private void collect() {
    long start = System.nanoTime();
    System.gc();
    long end = System.nanoTime();
    mayCollectNanos = end + (end - start) * 100;
  }

  /**
   * What the last collection of each space has left of it. What outlives a collection may be
   * garbage soon after and lie there until its space is collected too: with many slow clients that
   * was most of the heap, and commands were refused although little of it was data. A space that
   * fills with data is always collected before the heap is at its end.
   */
  private long collectedBytes() {
    long left = leftBytes();
    for (MemoryPoolMXBean pool : outliving) {
      MemoryUsage collected = pool.getCollectionUsage();
      left += (collected == null ? pool.getUsage() : collected).getUsed();
    }
    return left;
  }

  /** Bytes of the heap in use, garbage included. */
  public long heapBytes() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
