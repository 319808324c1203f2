package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a change, why, and on what condition.
 *
 * @param message kept with the event; empty if nothing is said
 * @param ifRevision the change is refused if what it would change is at another revision; null: it
 *     does not matter
 */
public record Intent(Actor actor, Bytes message, @Nullable Revision ifRevision) {
  /** Of a change without a word about it. */
  public static Intent of(Actor actor) {
    return new Intent(actor, Bytes.EMPTY, null);
  }
}
