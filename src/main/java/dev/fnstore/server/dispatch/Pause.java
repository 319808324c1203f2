package dev.fnstore.server.dispatch;

import dev.fnstore.command.CommandFlag;
import java.util.Set;

/**
 * CLIENT PAUSE: until when requests wait, and which. Changed by who runs commands, read by any
 * thread.
 */
public final class Pause {
  private volatile long endMs;
  private volatile boolean all;

  /**
   * Begins a pause, or makes the one that is on longer or stricter; it never becomes less.
   *
   * @param untilMs in ms since 1970
   * @param everything whether all requests wait, not those alone that may write
   */
  public void begin(long untilMs, boolean everything, long nowMs) {
    boolean wasOn = isOn(nowMs);
    all = everything || (wasOn && all);
    endMs = wasOn ? Math.max(endMs, untilMs) : untilMs;
  }

  public void end() {
    endMs = 0;
  }

  /** Whether none was begun since the last one was ended; cheap. */
  public boolean isOff() {
    return endMs == 0;
  }

  public boolean isOn(long nowMs) {
    return nowMs < endMs;
  }

  /** Whether a request with these flags waits. */
  boolean holds(Set<CommandFlag> flags, long nowMs) {
    return isOn(nowMs)
        && (all || flags.contains(CommandFlag.WRITE) || flags.contains(CommandFlag.MAY_REPLICATE));
  }
}
