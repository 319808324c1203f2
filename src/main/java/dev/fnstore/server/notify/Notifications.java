package dev.fnstore.server.notify;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.keyspace.KeyEvent;
import dev.fnstore.keyspace.KeyListener;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.CallObserver;
import dev.fnstore.server.dispatch.Client;
import java.util.function.Predicate;

/** All that clients can be told unasked, told as one of what happens. */
public final class Notifications implements CallObserver, KeyListener {
  private final Monitors monitors;
  private final Tracking tracking;
  private final WatchedKeys watched;
  private final Subscriptions subscriptions;
  private final BlockedClients blocked;
  private final KeyspaceEvents events;

  public Notifications(
      Monitors monitors,
      Tracking tracking,
      WatchedKeys watched,
      Subscriptions subscriptions,
      BlockedClients blocked,
      KeyspaceEvents events) {
    this.events = events;
    this.blocked = blocked;
    this.monitors = monitors;
    this.tracking = tracking;
    this.watched = watched;
    this.subscriptions = subscriptions;
  }

  public Monitors monitors() {
    return monitors;
  }

  public Tracking tracking() {
    return tracking;
  }

  public WatchedKeys watched() {
    return watched;
  }

  public Subscriptions subscriptions() {
    return subscriptions;
  }

  public BlockedClients blocked() {
    return blocked;
  }

  /** The client has gone, or has been reset: it is told nothing more. */
  public void forget(Client client) {
    monitors.remove(client);
    tracking.forget(client);
    watched.unwatch(client);
    subscriptions.forget(client);
  }

  @Override
  public boolean isInterested() {
    return monitors.isInterested() || tracking.isInterested();
  }

  @Override
  public void begins(Call call) {
    if (monitors.isInterested()) {
      monitors.begins(call);
    }
    if (tracking.isInterested()) {
      tracking.begins(call);
    }
  }

  @Override
  public void transactionAbandoned(Client client) {
    watched.unwatch(client);
  }

  @Override
  public void ran(Call call) {
    if (tracking.isInterested()) {
      tracking.ran(call);
    }
    if (monitors.isInterested()) {
      monitors.ran(call);
    }
  }

  @Override
  public void ranAgain(Call call) {
    if (tracking.isInterested()) {
      tracking.ran(call);
    }
  }

  @Override
  public void event(int database, KeyEvent event, Bytes key) {
    events.event(database, event, key);
  }

  @Override
  public void ready(int database, Bytes key) {
    blocked.ready(database, key);
  }

  @Override
  public void changed(int database, Bytes key) {
    blocked.changed(database, key);
    watched.changed(database, key);
    tracking.changed(database, key);
  }

  @Override
  public void expired(int database, Bytes key) {
    blocked.expired(database, key);
    watched.expired(database, key);
    tracking.expired(database, key);
  }

  @Override
  public void replaced(int database, Predicate<Bytes> isConcerned) {
    blocked.replaced(database, isConcerned);
    watched.replaced(database, isConcerned);
  }

  @Override
  public void replaced(int firstDatabase, int lastDatabase) {
    tracking.replaced(firstDatabase, lastDatabase);
  }
}
