/**
 * The embedded data, in memory, and the commands on it, so that functions run with nothing else
 * installed. Replies and errors are those of Valkey 8.1. Uses {@code bytes}, {@code command} and
 * {@code resp}; belongs to one thread; has no clock: every call says what time it is.
 */
@NullMarked
package dev.fnstore.keyspace;

import org.jspecify.annotations.NullMarked;
