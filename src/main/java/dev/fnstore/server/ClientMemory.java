package dev.fnstore.server;

import dev.fnstore.bytes.Bytes;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all clients together make the server hold: half-read requests, requests that wait, queued
 * transactions, replies not yet read. Each of them is bounded for one client, but a thousand
 * clients within their bounds would still be more than the heap. Past {@code maxmemory-clients} the
 * client that holds most is cut off, as Valkey does it.
 *
 * <p>For any thread.
 */
final class ClientMemory {
  private static final Logger LOG = LoggerFactory.getLogger(ClientMemory.class);

  /** What a word takes beside its bytes: two objects and a place in a list. */
  private static final int WORD_OVERHEAD_BYTES = 48;

  private final LongSupplier limitBytes;
  private final Runnable onEviction;
  private final AtomicLong usedBytes = new AtomicLong();
  private final Set<Share> shares = ConcurrentHashMap.newKeySet();

  /**
   * A memory in which no client has a share yet.
   *
   * @param limitBytes of all shares together; 0: no limit
   * @param onEviction told of each client that is cut off
   */
  ClientMemory(LongSupplier limitBytes, Runnable onEviction) {
    this.onEviction = onEviction;
    this.limitBytes = limitBytes;
  }

  /** What a request takes. */
  static long bytes(List<Bytes> words) {
    long sum = 0;
    for (Bytes word : words) {
      sum += word.length() + WORD_OVERHEAD_BYTES;
    }
    return sum;
  }

  /**
   * A new client's share.
   *
   * @param cutOff closes its connection
   * @param isProtected whether it is spared where others are cut off
   * @param heldBytes what it holds; asked by any thread, after each change
   */
  Share share(Runnable cutOff, String owner, BooleanSupplier isProtected, LongSupplier heldBytes) {
    Share share = new Share(cutOff, owner, isProtected, heldBytes);
    shares.add(share);
    return share;
  }

  private void evictLargest() {
    shares.stream()
        .filter(share -> !share.isProtected.getAsBoolean())
        .max(Comparator.comparingLong(share -> share.counted))
        .ifPresent(Share::evict);
  }

  /** What all clients together hold now. */
  long usedBytes() {
    return usedBytes.get();
  }

  /** One client's part. */
  final class Share {
    private final Runnable cutOff;
    private final String owner;
    private final BooleanSupplier isProtected;
    private final LongSupplier heldBytes;
    private volatile long counted;
    private volatile boolean evicted;
    private boolean ended;

    private Share(
        Runnable cutOff, String owner, BooleanSupplier isProtected, LongSupplier heldBytes) {
      this.isProtected = isProtected;
      this.cutOff = cutOff;
      this.owner = owner;
      this.heldBytes = heldBytes;
    }

    /**
     * What the client holds has changed. Asked anew by one at a time, so that whoever comes last
     * leaves the true figure, and none is left once the client has gone.
     */
    void recount() {
      if (update()) {
        evictLargest();
      }
    }

    /** Whether all together now hold too much. */
    private synchronized boolean update() {
      long now = ended ? 0 : heldBytes.getAsLong();
      if (now == counted) {
        return false;
      }
      long used = usedBytes.addAndGet(now - counted);
      counted = now;
      long limit = limitBytes.getAsLong();
      return limit > 0 && used > limit;
    }

    private void evict() {
      evicted = true;
      long held = release();
      if (held > 0) {
        onEviction.run();
        LOG.warn(
            "The {} is cut off: it holds {} of the {} bytes that clients may hold together",
            owner,
            held,
            limitBytes.getAsLong());
      }
      cutOff.run();
    }

    /** The client is gone, or about to be; gives what it held. */
    private synchronized long release() {
      shares.remove(this);
      ended = true;
      long held = counted;
      counted = 0;
      usedBytes.addAndGet(-held);
      return held;
    }

    void end() {
      release();
    }

    boolean isEvicted() {
      return evicted;
    }
  }
}
