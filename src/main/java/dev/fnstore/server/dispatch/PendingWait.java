package dev.fnstore.server.dispatch;

import dev.fnstore.keyspace.KeyWait;

/**
 * A call that waits for a key. For who runs commands.
 *
 * @param call with the words with which it is run again
 * @param database the one that its client had selected
 * @param nanos what it has taken so far; the time in which it waits does not count
 */
public record PendingWait(Command command, Call call, KeyWait keyWait, int database, long nanos) {
  /** Whose call it is. */
  public Client client() {
    return call.client();
  }
}
