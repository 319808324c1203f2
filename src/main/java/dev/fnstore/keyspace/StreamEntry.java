package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.List;

/**
 * An entry of a stream.
 *
 * @param words fields and values by turns
 */
record StreamEntry(StreamId id, List<Bytes> words) {
  StreamEntry {
    words = List.copyOf(words);
  }
}
