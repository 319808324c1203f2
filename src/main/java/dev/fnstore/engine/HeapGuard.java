package dev.fnstore.engine;

import java.util.function.LongSupplier;

/**
 * Keeps a part of the heap free of what scripts hold, so that the rest of the server never lacks
 * memory. Garbage does not count: where garbage may be what fills the heap it is collected before
 * anybody is told so. There is one heap, so there is one guard of it.
 */
public final class HeapGuard {
  private static final HeapGuard OF_PROCESS = new HeapGuard(new JavaHeap());

  /** What the heap is made of. */
  interface Heap {
    /** Bytes that it can have at most. */
    long most();

    /** Bytes in use, garbage included. */
    long used();

    /** Bytes that have outlived a collection, though some may be garbage since. */
    long settled();

    void collect();
  }

  private final Heap heap;
  private volatile LongSupplier reserve = () -> 0;

  /** What had outlived the last collection that was asked for; 0 if there was room since. */
  private volatile long settledBefore;

  HeapGuard(Heap heap) {
    this.heap = heap;
  }

  /** The guard of this process' heap. */
  public static HeapGuard ofProcess() {
    return OF_PROCESS;
  }

  /**
   * How many bytes are kept free; none before this is told.
   *
   * @param bytes asked again and again; 0: nothing is
   */
  public void reserve(LongSupplier bytes) {
    reserve = bytes;
  }

  /** Whether live data leaves less than the reserve; cheap where there is room. */
  public boolean isFull() {
    return lacks(0);
  }

  /** Whether {@code bytes} more would leave less than the reserve; cheap where there is room. */
  public boolean lacks(long bytes) {
    long kept = reserve.getAsLong();
    long limit = heap.most() - kept;
    if (kept == 0) {
      return false;
    } else if (heap.used() + bytes <= limit) {
      if (bytes == 0 && settledBefore != 0) {
        settledBefore = 0;
      }
      return false;
    }
    // What has been allocated since is garbage, or will settle: a collection can tell no more.
    if (bytes < kept / 2 && heap.settled() < settledBefore + kept / 4) {
      return false;
    }
    return isFullOnceCollected(bytes, limit);
  }

  /** As {@link #isFull}, after a collection. */
  public boolean isFullOnceCollected() {
    long kept = reserve.getAsLong();
    return kept != 0 && isFullOnceCollected(0, heap.most() - kept);
  }

  private boolean isFullOnceCollected(long bytes, long limit) {
    heap.collect();
    settledBefore = heap.settled();
    return heap.used() + bytes > limit;
  }
}
