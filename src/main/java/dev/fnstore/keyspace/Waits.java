package dev.fnstore.keyspace;

import org.jspecify.annotations.Nullable;

/** Tells what a call of a command waits for. */
@FunctionalInterface
public interface Waits {
  /** Of a command that never waits. */
  Waits NEVER = call -> null;

  /**
   * What the call waits for; null if it can be answered now. Changes nothing. A call that is to
   * wait is run too: it notes what it has to note, and its reply is that where the time is over,
   * unless something is wrong with it. Not asked where nothing may wait.
   */
  @Nullable KeyWait of(DataCall call);
}
