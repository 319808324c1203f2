/**
 * Talks: the composition of the whole server, its connections on Vert.x event loops and the one
 * executor thread that runs commands. Uses every room.
 */
@NullMarked
package dev.fnstore.server;

import org.jspecify.annotations.NullMarked;
