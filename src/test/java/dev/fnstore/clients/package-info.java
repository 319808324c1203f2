/**
 * Every client connects: libraries of Java in this process, those of other languages as programs,
 * recorded handshakes of clients that have no package here, and queues of jobs. Each test runs
 * against fnstore and against a real Valkey 8.1, so that the test itself is known to be right.
 * Talks to servers through sockets only; uses {@code testing}.
 */
@NullMarked
package dev.fnstore.clients;

import org.jspecify.annotations.NullMarked;
