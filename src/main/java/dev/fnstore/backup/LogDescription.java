package dev.fnstore.backup;

import dev.fnstore.log.Head;

/**
 * Which log it is, and how far it goes.
 *
 * @param storeId the same in all copies of a log
 * @param base where it begins
 * @param head where it ended when it was asked
 */
public record LogDescription(String storeId, Head base, Head head) {}
