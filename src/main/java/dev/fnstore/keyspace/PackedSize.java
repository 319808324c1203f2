package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import java.util.OptionalLong;

/** How many bytes an element takes in one of Valkey's packed lists, with its length behind it. */
final class PackedSize {
  /** Of an empty list. */
  static final long EMPTY = 7;

  private PackedSize() {}

  static long of(Bytes element) {
    OptionalLong number = Integers.parse(element);
    if (number.isPresent()) {
      return of(number.getAsLong());
    }
    int length = element.length();
    return withLength(length + (length < 64 ? 1L : length < 4096 ? 2L : 5L));
  }

  static long of(long number) {
    if (number >= 0 && number <= 127) {
      return withLength(1);
    }
    int bits = 64 - Long.numberOfLeadingZeros(number < 0 ? ~number : number) + 1;
    return withLength(bits <= 13 ? 2 : bits <= 16 ? 3 : bits <= 24 ? 4 : bits <= 32 ? 5 : 9);
  }

  private static long withLength(long bytes) {
    int length = 1;
    for (long left = bytes; left > 127 && length < 5; left >>= 7) {
      length++;
    }
    return bytes + length;
  }
}
