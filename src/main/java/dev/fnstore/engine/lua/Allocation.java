package dev.fnstore.engine.lua;

import dev.fnstore.engine.HeapGuard;
import dev.fnstore.engine.ScriptInterrupted;

/**
 * Asked before anything large is made, since only what is small is made so often that the next look
 * at the heap comes in time.
 */
final class Allocation {
  private static final long LARGE_BYTES = 8 << 10;

  private Allocation() {}

  /**
   * Ends the run for good if there is no room for so many bytes: what it holds is what has to go.
   */
  static void check(long bytes) {
    if (bytes >= LARGE_BYTES && HeapGuard.ofProcess().lacks(bytes)) {
      throw new ScriptInterrupted(Vm.OUT_OF_MEMORY);
    }
  }
}
