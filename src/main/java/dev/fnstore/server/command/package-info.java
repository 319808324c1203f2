/**
 * The commands of the server, but those of the keyspace and of transactions: functions, scripts,
 * connections, the server itself. Each is a small class, or one of a family in one. Uses {@code
 * server.dispatch}, {@code server.info}, {@code server.metrics}, {@code server.script}, {@code
 * server.config}, {@code store} and {@code keyspace}.
 */
@NullMarked
package dev.fnstore.server.command;

import org.jspecify.annotations.NullMarked;
