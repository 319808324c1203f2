/** Replies as JSON. Uses {@code bytes}, {@code resp} and Jackson's streams; no I/O. */
@NullMarked
package dev.fnstore.json;

import org.jspecify.annotations.NullMarked;
