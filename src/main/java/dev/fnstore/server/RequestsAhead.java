package dev.fnstore.server;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.keyspace.Keyspace;
import dev.fnstore.server.RequestQueue.Request;
import dev.fnstore.server.RequestQueue.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one client that came together, cut out before the first of them runs. Those that run
 * later name keys that are not in the processor's cache: asked for together they come in the time
 * of one. Who has the client's turn has it, and leaves it empty.
 */
final class RequestsAhead {
  private final Fetcher fetcher;
  private final @Nullable Request[] requests = new Request[Fetcher.MOST];
  private final List<List<Bytes>> words = new ArrayList<>(Fetcher.MOST);
  private int next;
  private int end;

  /** Has what requests will look at fetched from memory. */
  interface Fetcher {
    /** So many requests can be fetched for at once. */
    int MOST = Keyspace.MOST_FETCHED;

    /** Changes nothing that can be seen; at most {@link #MOST} requests. */
    void fetch(List<List<Bytes>> requests);
  }

  RequestsAhead(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /** The request that runs next, or null if none has wholly come in. */
  @Nullable Request poll(Supplier<@Nullable Request> reader) {
    if (next == end) {
      fill(reader);
    }
    if (next == end) {
      return null;
    }
    Request request = requests[next];
    requests[next++] = null;
    return request;
  }

  boolean isEmpty() {
    return next == end;
  }

  /** What was cut out runs later. */
  void drainTo(RequestQueue queue) {
    while (next < end) {
      queue.add(Objects.requireNonNull(requests[next]));
      requests[next++] = null;
    }
  }

  private void fill(Supplier<@Nullable Request> reader) {
    next = 0;
    end = 0;
    Request request = reader.get();
    while (request != null) {
      requests[end++] = request;
      if (request instanceof Words of) {
        words.add(of.words());
      }
      request = end < Fetcher.MOST ? reader.get() : null;
    }
    if (end > 1) {
      fetcher.fetch(words);
    }
    words.clear();
  }
}
