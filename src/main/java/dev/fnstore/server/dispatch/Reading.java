package dev.fnstore.server.dispatch;

import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;

/**
 * What a command has to read of history, or to learn of other machines, on a thread of its own,
 * while others run. It sees all that was acknowledged before it began, and its client's next
 * command waits for it.
 */
public interface Reading {
  /**
   * Reads; on a reader thread.
   *
   * @throws RefusedException with what the client is told
   */
  Outcome read() throws RefusedException;

  /** Whether it waits for other machines, and not for the log. */
  default boolean isOfOtherMachines() {
    return false;
  }

  /** What is to be done with what was read. */
  interface Outcome {
    /**
     * Gives the reply; where commands run, so it may change functions and call them.
     *
     * @throws RefusedException with what the client is told
     */
    Reply reply() throws RefusedException;
  }
}
