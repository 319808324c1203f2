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
  private final List<MemoryPoolMXBean> heapPools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();

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

  /** Bytes of the heap in use, garbage included. */
  public long heapBytes() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
