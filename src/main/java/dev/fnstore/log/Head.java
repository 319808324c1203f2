package dev.fnstore.log;

import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;

/**
 * Where the log ends.
 *
 * @param digest of the last event, chained to all before it; {@link Digest#ZERO} if there is none
 * @param orderTimeMs of the last event, 0 if there is none
 */
public record Head(Revision revision, Digest digest, long orderTimeMs) {
  /** Of a log without events. */
  public static final Head EMPTY = new Head(Revision.ZERO, Digest.ZERO, 0);
}
