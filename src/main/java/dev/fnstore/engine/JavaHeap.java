package dev.fnstore.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/** The heap of this process, whichever collector it has. */
final class JavaHeap implements HeapGuard.Heap {
  private final Runtime runtime = Runtime.getRuntime();
  private final List<MemoryPoolMXBean> young = pools(true);
  private final List<MemoryPoolMXBean> older = pools(false);

  /** The space in which new objects begin, or all others. */
  private static List<MemoryPoolMXBean> pools(boolean young) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .filter(pool -> pool.getName().contains("Eden") == young)
        .toList();
  }

  @Override
  public long most() {
    return runtime.maxMemory();
  }

  @Override
  public long used() {
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Where the other spaces are full, a collection leaves objects in the youngest too. */
  @Override
  public long settled() {
    long bytes = 0;
    for (MemoryPoolMXBean pool : older) {
      bytes += pool.getUsage().getUsed();
    }
    for (MemoryPoolMXBean pool : young) {
      MemoryUsage left = pool.getCollectionUsage();
      bytes += left == null ? 0 : left.getUsed();
    }
    return bytes;
  }

  @Override
  public void collect() {
    System.gc();
  }
}
