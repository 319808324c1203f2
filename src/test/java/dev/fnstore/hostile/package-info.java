/**
 * What only an enemy sends: damaged payloads, broken requests, more than there is room for. The
 * server answers or refuses, stays within its memory, and its registry is as it was. Seeded: {@code
 * -Dhostile.seed=N} replays one round, {@code -Dhostile.rounds=N} runs more. Uses the server over
 * real sockets.
 */
@NullMarked
package dev.fnstore.hostile;

import org.jspecify.annotations.NullMarked;
