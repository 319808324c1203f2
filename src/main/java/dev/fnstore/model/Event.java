package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;

/**
 * One committed command.
 *
 * @param timeMs the wall clock when it was decided, in ms since 1970, as the machine had it
 * @param orderTimeMs the same, but never before that of the event before: points in time are looked
 *     up here
 * @param message what the actor said of it; empty if nothing
 */
public record Event(
    Revision revision, long timeMs, long orderTimeMs, Actor actor, Bytes message, Change change) {
  public Event {
    if (revision.equals(Revision.ZERO)) {
      throw new IllegalArgumentException("revision 0 is the empty registry, not an event");
    }
  }
}
