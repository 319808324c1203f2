package dev.fnstore.server;

import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.PendingWait;
import dev.fnstore.server.notify.BlockedClients;
import java.util.function.BooleanSupplier;

/**
 * Whether a request of one client waits for a key, and all others of this client behind it. Changed
 * by who runs commands.
 */
final class KeyBlock implements BlockedClients.Waiter {
  private final BlockedClients clients;
  private final RequestRunner runner;
  private final Client client;
  private final Turn turn;
  private final BooleanSupplier isPresent;
  private final Runnable schedule;
  private volatile boolean on;

  /** Since then no batch has had the client in it. */
  private boolean leftBatch;

  /**
   * Nothing waits.
   *
   * @param isPresent false of a client that is known to have gone
   * @param schedule has the client run in another batch
   */
  KeyBlock(
      BlockedClients clients,
      RequestRunner runner,
      Client client,
      Turn turn,
      BooleanSupplier isPresent,
      Runnable schedule) {
    this.clients = clients;
    this.runner = runner;
    this.client = client;
    this.turn = turn;
    this.isPresent = isPresent;
    this.schedule = schedule;
  }

  /** From any thread. */
  boolean isOn() {
    return on;
  }

  /** Whether the request that has just run is to wait. */
  boolean begin() {
    PendingWait pending = runner.pendingWait();
    if (pending == null) {
      return false;
    }
    leftBatch = false;
    on = true;
    clients.add(pending, this);
    return true;
  }

  /** The batch in which the client was has ended. */
  void leaveBatch() {
    leftBatch = on;
  }

  @Override
  public boolean runAgain() {
    turn.take();
    try {
      // Who has gone gets nothing, so that it is there for the next in the queue.
      boolean isAnswered = isPresent.getAsBoolean() && runner.runAgain();
      if (isAnswered) {
        end();
      }
      return isAnswered;
    } finally {
      turn.end();
    }
  }

  @Override
  public void giveUp(Reply reply) {
    turn.take();
    try {
      runner.giveUp(reply);
      end();
    } finally {
      turn.end();
    }
  }

  /** The request has been answered. Where its client is still in a batch, that goes on with it. */
  private void end() {
    on = false;
    boolean left = leftBatch;
    leftBatch = false;
    if (left) {
      schedule.run();
    }
  }

  /** The client has gone. */
  void forget() {
    clients.forget(client);
    runner.forgetWait();
    on = false;
  }
}
