/**
 * RESP2 and RESP3 as values and bytes: requests in, replies out, everything bounded. Pure: uses
 * {@code bytes} and the JDK only; no sockets, clock, threads or logger.
 */
@NullMarked
package dev.fnstore.resp;

import org.jspecify.annotations.NullMarked;
