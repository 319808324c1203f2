package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What an event did to one library.
 *
 * @param libraryName of a library that it loaded or removed
 * @param before digest of the source that was there; null if there was none
 * @param after digest of the source that is there now; null if there is none
 * @param version of the library as it is now, see {@link RegisteredLibrary}; 0 if it is gone
 */
public record Effect(
    Bytes libraryName, @Nullable Digest before, @Nullable Digest after, long version) {}
