package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/** Reads what {@link RowBytes} has written. */
final class RowInput {
  private final byte[] content;
  private int next;

  RowInput(byte[] content) {
    this.content = content;
  }

  boolean isAtEnd() {
    return next == content.length;
  }

  byte readByte() {
    need(1);
    return content[next++];
  }

  int readInt() {
    need(Integer.BYTES);
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = (value << 8) | (content[next++] & 0xFF);
    }
    return value;
  }

  long readLong() {
    need(Long.BYTES);
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << 8) | (content[next++] & 0xFF);
    }
    return value;
  }

  long readCount() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte group = readByte();
      value |= (long) (group & 0x7F) << shift;
      if (group >= 0) {
        return value;
      }
    }
    throw new DamagedRowException("a number does not end");
  }

  Bytes readCounted() {
    int length = skipCounted();
    return Bytes.copyOf(content, next - length, length);
  }

  /** Passes over a counted string; gives how long it is. */
  int skipCounted() {
    long length = readCount();
    if (length < 0 || length > content.length - next) {
      throw new DamagedRowException("a string does not end");
    }
    next += (int) length;
    return (int) length;
  }

  /** All that is left. */
  Bytes readRest() {
    Bytes rest = Bytes.copyOf(content, next, content.length - next);
    next = content.length;
    return rest;
  }

  private void need(int bytes) {
    if (content.length - next < bytes) {
      throw new DamagedRowException("it ends too early");
    }
  }
}
