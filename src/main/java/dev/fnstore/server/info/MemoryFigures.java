package dev.fnstore.server.info;

import dev.fnstore.keyspace.Keyspace;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.server.dispatch.MemoryGauge;
import dev.fnstore.server.script.EvalScripts;
import dev.fnstore.store.FunctionStore;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What takes memory, in bytes, as INFO and MEMORY tell it; for the thread that runs commands.
 *
 * <p>A JVM tells what its pools hold, not what of it belongs to whom: what functions and scripts
 * take is reckoned from what is there of them, by the constants below.
 */
public final class MemoryFigures {
  /** A library or function in the image: its record, its names, its places in the maps. */
  private static final long LIBRARY_OVERHEAD = 320;

  private static final long FUNCTION_OVERHEAD = 240;

  /** A compiled script beside its text: its record, its SHA-1, its place in the cache. */
  private static final long SCRIPT_OVERHEAD = 208;

  /** What compiled code takes for each byte of its text, about. */
  private static final long CODE_PER_TEXT_BYTE = 10;

  /** The tables of the global names, of which each running library has its own. */
  private static final long LUA_STATE = 4096;

  private final FunctionStore store;
  private final Keyspace keyspace;
  private final EvalScripts scripts;
  private final MemoryGauge gauge;

  public MemoryFigures(
      FunctionStore store, Keyspace keyspace, EvalScripts scripts, MemoryGauge gauge) {
    this.store = store;
    this.keyspace = keyspace;
    this.scripts = scripts;
    this.gauge = gauge;
  }

  /** Data: what has outlived a collection. */
  public long used() {
    return gauge.usedBytes();
  }

  /** The most that {@link #used} was found to be. */
  public long peak() {
    return gauge.peakBytes();
  }

  /** The heap in use, garbage included. */
  public long heap() {
    return gauge.heapBytes();
  }

  public long heapCommitted() {
    return Runtime.getRuntime().totalMemory();
  }

  public long heapMost() {
    return Runtime.getRuntime().maxMemory();
  }

  /** Buffers outside of the heap, those of the sockets among them. */
  public long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(pool -> Math.max(0, pool.getMemoryUsed()))
        .sum();
  }

  /** The records of libraries and functions; their texts are on disk. */
  public long functions() {
    RegistryImage image = store.pending();
    return image.libraryCount() * LIBRARY_OVERHEAD + image.functionCount() * FUNCTION_OVERHEAD;
  }

  /** The compiled libraries, and the state of those that were called. */
  public long functionCode() {
    return store.figures().compiledSourceBytes() * CODE_PER_TEXT_BYTE
        + store.figures().runningCount() * LUA_STATE;
  }

  /** The texts of EVAL's scripts with their records. */
  public long evalScripts() {
    return scripts.sourceBytes() + scripts.count() * SCRIPT_OVERHEAD;
  }

  /** The compiled scripts of EVAL. */
  public long evalCode() {
    return scripts.sourceBytes() * CODE_PER_TEXT_BYTE;
  }

  /** Keys in all databases. */
  public long keys(long nowMs) {
    long sum = 0;
    for (int database = 0; database < keyspace.databases(); database++) {
      sum += keyspace.size(database, nowMs);
    }
    return sum;
  }
}
