package dev.fnstore.backup;

import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import java.time.Instant;

/**
 * A backup that was finished and verified.
 *
 * @param time when it was begun, by the clock that events have their times from: it has all that
 *     are of earlier times
 * @param revision of the newest event in it
 * @param digest of that event, chained to all before it
 */
public record Backup(Instant time, Revision revision, Digest digest) {}
