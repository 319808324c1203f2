/**
 * Load and soak: thousands of connections at once, each of which checks every reply that it gets,
 * and a watch from outside on what the server holds meanwhile. Uses Netty as its client, so that
 * ten thousand connections need no threads of their own.
 */
@NullMarked
package dev.fnstore.load;

import org.jspecify.annotations.NullMarked;
