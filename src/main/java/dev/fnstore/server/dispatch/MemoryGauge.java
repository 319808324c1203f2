package dev.fnstore.server.dispatch;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * How much memory the server's data takes. The heap in use counts all garbage too, so what counts
 * is what has outlived a collection: everything but the space in which new objects begin.
 */
public final class MemoryGauge {
  private final List<MemoryPoolMXBean> outliving =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP && !pool.getName().contains("Eden"))
          .toList();
  private long lookedMs = Long.MIN_VALUE;
  private boolean nearlyFull;
  private volatile long peak;

  /** Bytes of data: at least 1. */
  public long usedBytes() {
    long used = 0;
    for (MemoryPoolMXBean pool : outliving) {
      used += pool.getUsage().getUsed();
    }
    peak = Math.max(peak, Math.max(1, used));
    return Math.max(1, used);
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
      nearlyFull = heapBytes() > full && usedBytes() > full && collectedBytes() > full;
    }
    return nearlyFull;
  }

  /**
   * What the last collection of each space has left of it. What outlives a collection may be
   * garbage soon after and lie there until its space is collected too: with many slow clients that
   * was most of the heap, and commands were refused although little of it was data. A space that
   * fills with data is always collected before the heap is at its end.
   */
  private long collectedBytes() {
    long left = 0;
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
