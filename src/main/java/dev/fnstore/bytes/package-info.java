/**
 * Byte strings and what every room does with them: compare, match, print. Uses the JDK only, no
 * I/O, no clock, no threads.
 */
@NullMarked
package dev.fnstore.bytes;

import org.jspecify.annotations.NullMarked;
