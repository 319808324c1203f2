/**
 * What clients are told unasked, and who is to be told: monitors, clients that cache keys, clients
 * that watch keys or wait for them, subscribers. May use {@code server.dispatch}, {@code command},
 * {@code keyspace}'s listener and {@code resp}. Every class here may be used by any thread: most is
 * done by who runs commands, but a client may leave at any time.
 */
@NullMarked
package dev.fnstore.server.notify;

import org.jspecify.annotations.NullMarked;
