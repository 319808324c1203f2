package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One committed command.
 *
 * @param timeMs the wall clock when it was decided, in ms since 1970, as the machine had it
 * @param orderTimeMs the same, but never before that of the event before: points in time are looked
 *     up here
 * @param message what the actor said of it; empty if nothing
 * @param effects what it did to each library, so that the trail needs no image to tell; null in
 *     events of format 1, which do not say
 */
public record Event(
    Revision revision,
    long timeMs,
    long orderTimeMs,
    Actor actor,
    Bytes message,
    Change change,
    @Nullable List<Effect> effects) {
  public Event {
    if (revision.equals(Revision.ZERO)) {
      throw new IllegalArgumentException("revision 0 is the empty registry, not an event");
    }
    effects = effects == null ? null : List.copyOf(effects);
  }
}
