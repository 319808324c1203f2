package dev.fnstore.backup;

import dev.fnstore.log.Head;
import java.time.Instant;

/**
 * Which log it is, and how far it goes.
 *
 * @param storeId the same in all copies of a log
 * @param base where it begins
 * @param head where it ended when it was asked
 * @param time when that was, by the clock that its events have their times from: what comes behind
 *     the head is of no earlier time
 */
public record LogDescription(String storeId, Head base, Head head, Instant time) {}
