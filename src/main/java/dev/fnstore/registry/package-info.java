/**
 * Decides and folds. A request and an image give a change or a refusal; an image and an event give
 * the next image. Pure: uses {@code bytes}, {@code model} and persistent maps; no clock, I/O,
 * threads or logger, so replay and live commands cannot differ.
 */
@NullMarked
package dev.fnstore.registry;

import org.jspecify.annotations.NullMarked;
