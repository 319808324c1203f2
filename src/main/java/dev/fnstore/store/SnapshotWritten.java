package dev.fnstore.store;

import dev.fnstore.model.Revision;

/**
 * A snapshot that was written.
 *
 * @param endMs when it was on disk, in ms since 1970
 * @param bytes its size
 */
public record SnapshotWritten(Revision revision, long endMs, long bytes) {}
