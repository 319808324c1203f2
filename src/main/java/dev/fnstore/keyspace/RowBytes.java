package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Arrays;

/** Bytes to write to: a row's key, or its value. Numbers are big-endian, so that they sort. */
public final class RowBytes {
  /** Who adds more at once has no more to add: what has that size is not copied again. */
  private static final int MUCH = 128 << 10;

  private byte[] content;
  private int length;

  RowBytes(int room) {
    content = new byte[room];
  }

  /** The bytes: the first {@link #length} of them, for reading only. */
  public byte[] shared() {
    return content;
  }

  public int length() {
    return length;
  }

  /** Nothing again. */
  RowBytes clear() {
    length = 0;
    return this;
  }

  RowBytes add(byte value) {
    room(1);
    content[length++] = value;
    return this;
  }

  RowBytes addInt(int value) {
    room(Integer.BYTES);
    for (int shift = 24; shift >= 0; shift -= 8) {
      content[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  RowBytes addLong(long value) {
    room(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      content[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** As many bytes as the number has groups of seven bits, the lowest first. */
  RowBytes addCount(long count) {
    room(10);
    long left = count;
    while ((left & ~0x7FL) != 0) {
      content[length++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    content[length++] = (byte) left;
    return this;
  }

  /** The bytes alone. */
  RowBytes add(Bytes bytes) {
    room(bytes.length());
    System.arraycopy(bytes.shared(), 0, content, length, bytes.length());
    length += bytes.length();
    return this;
  }

  RowBytes add(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, content, length, bytes.length);
    length += bytes.length;
    return this;
  }

  /** The number of bytes, then the bytes. */
  RowBytes addCounted(Bytes bytes) {
    return addCount(bytes.length()).add(bytes);
  }

  private void room(int more) {
    int needed = Math.addExact(length, more);
    if (needed > content.length) {
      long spare = needed < MUCH ? needed : more >= MUCH ? 0 : needed / 8;
      content = Arrays.copyOf(content, (int) Math.min(Integer.MAX_VALUE - 8, needed + spare));
    }
  }
}
