package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;

/**
 * A name for a point in history.
 *
 * @param name begins with a letter, so that it is never taken for a revision, a time or an age
 * @param revision what it stands for
 * @param set the revision of the event that set it
 */
public record Tag(Bytes name, Revision revision, Revision set) {}
