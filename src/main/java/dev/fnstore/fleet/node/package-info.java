/**
 * One real Valkey or Redis server and how to speak to it: its address, the way in, a connection, a
 * cheap look and a deep look at its functions; and which servers a deployment has, found by asking
 * them. Remembers nothing and decides nothing. Uses {@code bytes}, {@code model} and {@code
 * payload}, and the client of Vert.x.
 */
@NullMarked
package dev.fnstore.fleet.node;

import org.jspecify.annotations.NullMarked;
