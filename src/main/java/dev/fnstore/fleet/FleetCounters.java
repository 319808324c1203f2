package dev.fnstore.fleet;

import java.util.concurrent.atomic.AtomicLong;

/** What a fleet has done since it began; counted on its event loop, read by all threads. */
final class FleetCounters {
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong heals = new AtomicLong();

  /** The begin of a deployment is kept. */
  void countBegin() {
    begun.incrementAndGet();
  }

  /** A node has failed in a deployment, whether it was undone or went on without that node. */
  void countFailure() {
    failed.incrementAndGet();
  }

  /** So many nodes hold again what was deployed there. */
  void countHeals(int nodes) {
    heals.addAndGet(nodes);
  }

  long begun() {
    return begun.get();
  }

  long failed() {
    return failed.get();
  }

  long heals() {
    return heals.get();
  }
}
