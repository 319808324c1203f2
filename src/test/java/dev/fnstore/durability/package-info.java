/**
 * What survives a power cut, a disk that fails or is full, and bits that flip: the promises of
 * {@code docs/durability.md} beyond kill -9. Everything here is injected beneath RocksDB, between
 * the process and its files, never above it.
 */
@NullMarked
package dev.fnstore.durability;

import org.jspecify.annotations.NullMarked;
