/**
 * FUNCTION DUMP payloads: bytes ↔ library sources. RDB strings, LZF and CRC-64, each byte for byte
 * as real servers write them. Uses {@code bytes} and {@code model}; pure: no I/O, clock, thread or
 * logger.
 */
@NullMarked
package dev.fnstore.payload;

import org.jspecify.annotations.NullMarked;
