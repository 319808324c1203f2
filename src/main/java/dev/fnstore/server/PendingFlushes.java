package dev.fnstore.server;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sockets to which one event loop has written in the pass that it is in, and that are flushed at
 * its end. A client that waits is woken by the first bytes that it gets: where many are answered in
 * one pass, one that serves them all, such as a proxy or a benchmark, is woken once and not for
 * each reply. On the event loop only.
 */
final class PendingFlushes {
  private static final Logger LOG = LoggerFactory.getLogger(PendingFlushes.class);

  /** So that whoever was answered first in a long pass does not wait for all the others. */
  private static final int MOST = 64;

  private final Executor atEndOfPass;

  /** Has room for all from the beginning: one that finds no place here is never flushed. */
  private final Queue<SocketHandler> sockets = new ArrayDeque<>(MOST);

  private boolean scheduled;

  /**
   * None.
   *
   * @param atEndOfPass runs what it is given once, at the end of the event loop's pass
   */
  PendingFlushes(Executor atEndOfPass) {
    this.atEndOfPass = atEndOfPass;
  }

  /** Has {@code socket} flushed soon. */
  void add(SocketHandler socket) {
    sockets.add(socket);
    if (sockets.size() >= MOST) {
      flush();
    } else if (!scheduled) {
      schedule();
    }
  }

  private void schedule() {
    boolean taken = false;
    scheduled = true;
    try {
      atEndOfPass.execute(this::endOfPass);
      taken = true;
    } finally {
      if (!taken) {
        scheduled = false; // or nothing is ever flushed at the end of a pass again
        flush();
      }
    }
  }

  private void endOfPass() {
    scheduled = false;
    flush();
  }

  /**
   * What is sent may have more written, and so come here again: each is taken out before it is
   * flushed, so that whoever is added meanwhile is taken by one or the other.
   */
  private void flush() {
    SocketHandler next = sockets.poll();
    while (next != null) {
      flush(next);
      next = sockets.poll();
    }
  }

  /** What fails for one client is not the others' loss. */
  private static void flush(SocketHandler socket) {
    try {
      socket.flush();
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("What was written could not be sent", e);
    }
  }
}
