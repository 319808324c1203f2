package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.history.AuditEntry;
import dev.fnstore.json.ReplyJson;
import dev.fnstore.server.notify.Subscriptions;
import java.util.List;

/**
 * Publishes each event once it is committed, as JSON with the keys of FUNCTION LOG, to who has
 * subscribed to {@link #CHANNEL}. Who misses some reads on with FUNCTION LOG AFTER.
 */
public final class EventFeed {
  /** What begins with this is the server's own: nobody else publishes there. */
  public static final Bytes RESERVED = Bytes.of("__fnstore__:");

  /** Where events are told. */
  public static final Bytes CHANNEL = RESERVED.concat(Bytes.of("events"));

  private final Subscriptions subscriptions;

  public EventFeed(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  /** Events have been committed, in this order; by who has committed them. */
  public void committed(List<AuditEntry> entries) {
    if (!subscriptions.hasListener(CHANNEL)) {
      return;
    }
    for (AuditEntry entry : entries) {
      Bytes json = Bytes.wrap(ReplyJson.bytes(HistoryReplies.entry(entry)));
      var unused = subscriptions.publish(Subscriptions.Kind.CHANNEL, CHANNEL, json);
    }
  }
}
