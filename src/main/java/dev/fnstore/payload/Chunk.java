package dev.fnstore.payload;

import dev.fnstore.bytes.Bytes;

/** One library as it stands in a payload, and the checksum of these bytes alone. */
record Chunk(Bytes content, long crc) {
  static Chunk of(byte[] content) {
    return new Chunk(Bytes.wrap(content), Crc64.of(content));
  }
}
