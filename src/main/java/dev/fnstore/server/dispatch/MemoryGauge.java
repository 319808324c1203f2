package dev.fnstore.server.dispatch;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * How much memory the server's data takes. The heap in use counts garbage too, so what is compared
 * with maxmemory is what the last collection left, as far as there has been one.
 */
public final class MemoryGauge {
  private static final long COLLECTION_PAUSE_NANOS = 1_000_000_000;

  private final List<MemoryPoolMXBean> heapPools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();

  private boolean fullAfterCollection;
  private long lastCollectionNanos = System.nanoTime() - COLLECTION_PAUSE_NANOS;

  /** Bytes of live data: at least 1. */
  public long usedBytes() {
    long live = 0;
    for (MemoryPoolMXBean pool : heapPools) {
      MemoryUsage afterCollection = pool.getCollectionUsage();
      if (afterCollection != null) {
        live += afterCollection.getUsed();
      }
    }
    return live > 0 ? live : Math.max(1, heapBytes());
  }

  /**
   * Whether even a collection leaves the heap so full that a request might end the process. What
   * the last collection left may be old, so before the answer is yes there is a new one; that takes
   * a moment, so there is at most one a second.
   */
  public boolean isHeapNearlyFull() {
    long most = Runtime.getRuntime().maxMemory();
    long full = most - most / 4;
    if (heapBytes() <= full) {
      return false;
    }
    long nowNanos = System.nanoTime();
    if (nowNanos - lastCollectionNanos > COLLECTION_PAUSE_NANOS) {
      System.gc();
      fullAfterCollection = heapBytes() > full;
      lastCollectionNanos = System.nanoTime();
    }
    return fullAfterCollection;
  }

  /** Bytes of the heap in use, garbage included. */
  public long heapBytes() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
