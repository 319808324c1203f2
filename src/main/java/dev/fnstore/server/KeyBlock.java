package dev.fnstore.server;

import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.PendingWait;
import dev.fnstore.server.notify.BlockedClients;

/**
 * Whether a request of one client waits for a key, and all others of this client behind it. Changed
 * by who runs commands.
 */
final class KeyBlock {
  private final BlockedClients clients;
  private final RequestRunner runner;
  private final Client client;
  private volatile boolean on;

  /** Since then no batch has had the client in it. */
  private boolean leftBatch;

  KeyBlock(BlockedClients clients, RequestRunner runner, Client client) {
    this.clients = clients;
    this.runner = runner;
    this.client = client;
  }

  /** From any thread. */
  boolean isOn() {
    return on;
  }

  /** Whether the request that has just run is to wait; {@code waiter} is then told of its keys. */
  boolean begin(BlockedClients.Waiter waiter) {
    PendingWait pending = runner.pendingWait();
    if (pending == null) {
      return false;
    }
    leftBatch = false;
    on = true;
    clients.add(pending, waiter);
    return true;
  }

  /** The batch in which the client was has ended. */
  void leaveBatch() {
    leftBatch = on;
  }

  /**
   * The request has been answered.
   *
   * @return whether the client has to be run in another batch; else the one it is in goes on
   */
  boolean end() {
    on = false;
    boolean left = leftBatch;
    leftBatch = false;
    return left;
  }

  /** The client has gone. */
  void forget() {
    clients.forget(client);
    runner.forgetWait();
    on = false;
  }
}
