/**
 * Remembers: events, the sources that they name, and snapshots, in RocksDB. The only room that
 * knows RocksDB and protobuf. Everything that it returns has been checked against its digest; what
 * is damaged is refused with a message that says what, where, and what to do. Uses {@code bytes},
 * {@code model}, RocksDB, protobuf and a logger.
 */
@NullMarked
package dev.fnstore.log;

import org.jspecify.annotations.NullMarked;
