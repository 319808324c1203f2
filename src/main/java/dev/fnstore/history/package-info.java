/**
 * Reads the past: recovery of an image from snapshots and events, and the check that all of it
 * holds together. Uses {@code registry}, {@code log} and what they use.
 */
@NullMarked
package dev.fnstore.history;

import org.jspecify.annotations.NullMarked;
