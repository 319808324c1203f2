package dev.fnstore.server;

import dev.fnstore.server.RequestQueue.End;
import dev.fnstore.server.RequestQueue.Request;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Statistics;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What one client sends: cut into requests by its event loop, which reads on only while not too
 * many of them wait. On the event loop, but for what says otherwise.
 */
final class Input {
  private final SocketHandler socket;
  private final Client client;
  private final RequestReader reader;
  private final RequestQueue waiting = new RequestQueue();
  private final RequestsAhead ahead;
  private boolean wasReady;
  private volatile boolean readingPaused;

  /** What the half-read request takes. */
  private volatile long parsingBytes;

  Input(
      SocketHandler socket,
      Client client,
      ServerConfig config,
      Statistics statistics,
      RequestsAhead.Fetcher fetcher) {
    this.socket = socket;
    this.client = client;
    this.reader = new RequestReader(config, client.address(), statistics);
    this.ahead = new RequestsAhead(fetcher);
  }

  /** Bytes have come; {@code bytes} is not kept. */
  void feed(ByteBuf bytes) {
    reader.feed(bytes);
  }

  /** Whether nothing more is taken. */
  boolean isEnded() {
    return reader.isEnded();
  }

  /** Nothing more comes, or is wanted; what came before is still there. */
  void end() {
    reader.end();
    pauseReading();
    waiting.add(new End());
  }

  /** What waits; whoever has the client's turn takes from it. */
  RequestQueue waiting() {
    return waiting;
  }

  /** From any thread: what it takes in memory. */
  long bytes() {
    return parsingBytes + waiting.bytes();
  }

  /** All that has come was looked at. */
  void recount() {
    parsingBytes = reader.heldBytes();
  }

  /**
   * The next request.
   *
   * @param isNext whether all that came before it has run: only then is it known who the client is
   */
  private @Nullable Request parse(boolean isNext) {
    Request request = reader.next(isNext && client.isAuthRequired());
    if (reader.isEnded()) {
      pauseReading();
    }
    return request;
  }

  /**
   * The request that is to run at once, where nothing waits. What a stranger may send depends on
   * what came before, so that it is not cut out ahead.
   */
  @Nullable Request next() {
    wasReady = !ahead.isEmpty();
    if (!wasReady && client.isAuthRequired()) {
      return parse(true);
    }
    return ahead.poll(() -> parse(false));
  }

  /**
   * Whether nothing was to be done for the request that {@link #next} has given, but to take it.
   */
  boolean wasReady() {
    return wasReady;
  }

  /** What {@link #next} has not given yet runs later, behind what waits. */
  void leaveRest() {
    ahead.drainTo(waiting);
  }

  /**
   * Has all that has come wait.
   *
   * @param isNext whether nobody runs, or is to run, what came before
   */
  void queue(boolean isNext) {
    Request request = parse(isNext && waiting.isEmpty());
    while (request != null) {
      waiting.add(request);
      request = parse(false);
    }
    if (waiting.isFull()) {
      pauseReading();
      // Who runs what waits may have run all of it, and looked whether to read on, before the
      // pause.
      resumeReading();
    }
  }

  private void pauseReading() {
    if (!readingPaused) {
      socket.pauseReading();
      readingPaused = true;
    }
  }

  /** From any thread: whether it is not read, and could be. */
  boolean mayReadOn() {
    return readingPaused && waiting.hasRoom();
  }

  /** Reads on, if it was too much and no longer is. */
  void resumeReading() {
    if (mayReadOn() && !reader.isEnded()) {
      readingPaused = false;
      socket.resumeReading();
    }
  }
}
