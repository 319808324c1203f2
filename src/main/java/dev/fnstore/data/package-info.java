/**
 * Remembers: the keys of the embedded keyspace, as rows in a RocksDB instance of their own, so that
 * nothing that happens to them can touch the event log. A thread of its own writes; {@code
 * data-fsync} says whether what is acknowledged waits for the disk. Uses {@code bytes}, {@code
 * keyspace}, from {@code log} what any use of RocksDB needs, RocksDB and a logger.
 */
@NullMarked
package dev.fnstore.data;

import org.jspecify.annotations.NullMarked;
