package dev.fnstore.history;

import dev.fnstore.model.Digest;
import dev.fnstore.model.Effect;
import dev.fnstore.model.Event;
import java.util.List;

/**
 * An event as the audit trail tells it.
 *
 * @param digest of the event, chained
 * @param effects what it did to libraries
 */
public record AuditEntry(Event event, Digest digest, List<Effect> effects) {
  public AuditEntry {
    effects = List.copyOf(effects);
  }

  /** Of an event that says itself what it did. */
  public static AuditEntry of(Event event, Digest digest) {
    List<Effect> effects = event.effects();
    return new AuditEntry(event, digest, effects == null ? List.of() : effects);
  }
}
