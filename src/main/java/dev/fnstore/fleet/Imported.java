package dev.fnstore.fleet;

import dev.fnstore.model.Revision;

/**
 * What IMPORT did.
 *
 * @param revision of the event
 * @param origin the node, such as {@code 10.0.0.1:6379 (valkey 8.1.1)}
 */
public record Imported(Revision revision, String origin) {}
