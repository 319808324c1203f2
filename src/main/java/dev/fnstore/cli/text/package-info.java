/** Replies as text for people. Uses {@code resp} and {@code bytes}. */
@NullMarked
package dev.fnstore.cli.text;

import org.jspecify.annotations.NullMarked;
