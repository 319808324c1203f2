package dev.fnstore.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Sockets to which one event loop has written in the pass that it is in, and that are flushed at
 * its end. A client that waits is woken by the first bytes that it gets: where many are answered in
 * one pass, one that serves them all, such as a proxy or a benchmark, is woken once and not for
 * each reply. On the event loop only.
 */
final class PendingFlushes {
  /** So that whoever was answered first in a long pass does not wait for all the others. */
  private static final int MOST = 64;

  private final Executor atEndOfPass;
  private final List<SocketHandler> sockets = new ArrayList<>();
  private boolean scheduled;

  /**
   * None.
   *
   * @param atEndOfPass runs what it is given once, at the end of the event loop's pass
   */
  PendingFlushes(Executor atEndOfPass) {
    this.atEndOfPass = atEndOfPass;
  }

  /** Has {@code socket}, which is not among them, flushed soon. */
  void add(SocketHandler socket) {
    sockets.add(socket);
    if (sockets.size() >= MOST) {
      flush();
    } else if (!scheduled) {
      scheduled = true;
      atEndOfPass.execute(this::endOfPass);
    }
  }

  private void endOfPass() {
    scheduled = false;
    flush();
  }

  private void flush() {
    // what is sent may have more written, at the end of the list
    for (int i = 0; i < sockets.size(); i++) {
      sockets.get(i).flush();
    }
    sockets.clear();
  }
}
