package dev.fnstore.server;

import java.util.concurrent.locks.ReentrantLock;

/** The right to run one client's requests, and to hold replies for it: one thread's at a time. */
final class Turn {
  private final ReentrantLock lock = new ReentrantLock();
  private final Runnable onEnd;

  /**
   * Nobody's.
   *
   * @param onEnd run at the end of each turn, while it still is one
   */
  Turn(Runnable onEnd) {
    this.onEnd = onEnd;
  }

  /** Waits for it. */
  void take() {
    lock.lock();
  }

  /** Whether it is this thread's now. */
  boolean tryTake() {
    return lock.tryLock();
  }

  void end() {
    try {
      onEnd.run();
    } finally {
      lock.unlock();
    }
  }
}
