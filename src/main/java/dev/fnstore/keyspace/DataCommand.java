package dev.fnstore.keyspace;

import dev.fnstore.command.CommandSpec;

/**
 * A command on the embedded data: what it is and what it does.
 *
 * @param waits what its calls wait for before they are run
 */
public record DataCommand(CommandSpec spec, Handler handler, Waits waits) {
  /** A command that never waits. */
  DataCommand(CommandSpec spec, Handler handler) {
    this(spec, handler, Waits.NEVER);
  }

  /** Whether its calls may have to wait. */
  public boolean mayWait() {
    return waits != Waits.NEVER;
  }
}
