/**
 * The values that every room speaks of: libraries, functions, events, revisions, actors. Immutable,
 * no behaviour beyond their own consistency. Uses {@code bytes} and the JDK only; no clock, I/O,
 * threads or logger.
 */
@NullMarked
package dev.fnstore.model;

import org.jspecify.annotations.NullMarked;
