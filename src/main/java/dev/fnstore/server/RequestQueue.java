package dev.fnstore.server;

import dev.fnstore.bytes.Bytes;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one client has sent and nobody has run yet, in order. Its event loop adds, whoever has the
 * client's turn takes. It does not refuse anything: it tells when the client is to be read from no
 * more, and when again.
 */
final class RequestQueue {
  private static final int MOST_REQUESTS = 1024;
  private static final long MOST_BYTES = 1 << 20;

  private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /** What a client sent: a request, or the reason why nothing more of it can be read. */
  sealed interface Request {}

  /** A request, its command's name first. */
  record Words(List<Bytes> words) implements Request {}

  /** The bytes are no RESP. */
  record Violation(Bytes message) implements Request {}

  /** Nothing more comes: the client has shut its side, or is none of ours. */
  record End() implements Request {}

  void add(Request request) {
    if (request instanceof Words words) {
      bytes.addAndGet(ClientMemory.bytes(words.words()));
    }
    count.incrementAndGet();
    waiting.add(request);
  }

  /** What comes next, left where it is; null if nothing waits. */
  @Nullable Request peek() {
    return waiting.peek();
  }

  @Nullable Request poll() {
    Request request = waiting.poll();
    if (request != null) {
      count.decrementAndGet();
      if (request instanceof Words words) {
        bytes.addAndGet(-ClientMemory.bytes(words.words()));
      }
    }
    return request;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** About what the waiting requests take in memory. */
  long bytes() {
    return bytes.get();
  }

  /** Whether the client is to be read from no more. */
  boolean isFull() {
    return count.get() > MOST_REQUESTS || bytes.get() > MOST_BYTES;
  }

  /** Whether a client that was not read from may be read from again. */
  boolean hasRoom() {
    return count.get() < MOST_REQUESTS / 2 && bytes.get() < MOST_BYTES / 2;
  }

  void clear() {
    waiting.clear();
  }
}
