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
   */
  Share share(Runnable cutOff, String owner, BooleanSupplier isProtected) {
    Share share = new Share(cutOff, owner, isProtected);
    shares.add(share);
    return share;
  }

  private void evictLargest() {
    shares.stream()
        .filter(share -> !share.isProtected.getAsBoolean())
        .max(Comparator.comparingLong(share -> share.counted.get()))
        .ifPresent(Share::evict);
  }

  /** One client's part. */
  final class Share {
    private final Runnable cutOff;
    private final String owner;
    private final BooleanSupplier isProtected;
    private final AtomicLong counted = new AtomicLong();
    private volatile long parsingBytes;
    private volatile long holdingBytes;
    private volatile boolean evicted;

    private Share(Runnable cutOff, String owner, BooleanSupplier isProtected) {
      this.isProtected = isProtected;
      this.cutOff = cutOff;
      this.owner = owner;
    }

    /** The client's half-read request takes this much. */
    void parsing(long bytes) {
      parsingBytes = bytes;
      count();
    }

    /** All else of the client takes this much. */
    void holding(long bytes) {
      holdingBytes = bytes;
      count();
    }

    private void count() {
      long now = parsingBytes + holdingBytes;
      if (now == counted.get() || !shares.contains(this)) {
        return;
      }
      long used = usedBytes.addAndGet(now - counted.getAndSet(now));
      long limit = limitBytes.getAsLong();
      if (limit > 0 && used > limit) {
        evictLargest();
      }
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
    private long release() {
      if (!shares.remove(this)) {
        return 0;
      }
      long held = counted.getAndSet(0);
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
