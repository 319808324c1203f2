package dev.fnstore.server.notify;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.keyspace.KeyEvent;
import dev.fnstore.keyspace.KeyListener;
import dev.fnstore.server.config.KeyEventGroups;
import java.util.function.Supplier;

/** Tells subscribers what happens to keys, on a channel for each key and one for each event. */
public final class KeyspaceEvents implements KeyListener {
  private final Supplier<KeyEventGroups> wanted;
  private final Subscriptions subscriptions;

  /** {@code wanted} is asked for each event. */
  public KeyspaceEvents(Supplier<KeyEventGroups> wanted, Subscriptions subscriptions) {
    this.wanted = wanted;
    this.subscriptions = subscriptions;
  }

  @Override
  public void event(int database, KeyEvent event, Bytes key) {
    KeyEventGroups groups = wanted.get();
    if (!groups.has(event.group())) {
      return;
    }
    if (groups.has('K')) {
      publish("__keyspace@" + database + "__:", key, event.text());
    }
    if (groups.has('E')) {
      publish("__keyevent@" + database + "__:", event.text(), key);
    }
  }

  private void publish(String prefix, Bytes rest, Bytes message) {
    subscriptions.publish(Subscriptions.Kind.CHANNEL, Bytes.of(prefix).concat(rest), message);
  }

  @Override
  public void changed(int database, Bytes key) {}

  @Override
  public void expired(int database, Bytes key) {}

  @Override
  public void replaced(int firstDatabase, int lastDatabase) {}
}
