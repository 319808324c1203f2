package dev.fnstore.data;

import dev.fnstore.keyspace.RowBytes;
import dev.fnstore.keyspace.RowSink;
import dev.fnstore.keyspace.RowTable;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * Changes of rows that are made together or not at all, in the form in which RocksDB keeps them in
 * its write-ahead log, so that many cost one call of JNI:
 *
 * <pre>
 *   sequence u64 (0: RocksDB's to choose) | number of changes u32 | change …       little-endian
 *   change   tag u8 | column family varint | counted key | counted value or end
 *   tag      5 put, 4 delete, 14 delete the range from key to end
 * </pre>
 */
final class RowBatch implements RowSink {
  private static final int HEAD_BYTES = 12;
  private static final int COUNT_AT = 8;
  private static final int ROOM = 4096;
  private static final int MOST_COUNT_BYTES = 5;
  private static final byte PUT = 5;
  private static final byte DELETE = 4;
  private static final byte DELETE_RANGE = 14;

  private final Map<RowTable, Integer> families;
  private byte[] content = new byte[ROOM];
  private int length = HEAD_BYTES;
  private int changes;

  /**
   * Without a change.
   *
   * @param families the ids of the column families
   */
  RowBatch(Map<RowTable, Integer> families) {
    this.families = families;
  }

  boolean isEmpty() {
    return changes == 0;
  }

  /** How many bytes it has. */
  int length() {
    return length;
  }

  /** All of it, as RocksDB takes it. */
  byte[] toBytes() {
    for (int i = 0; i < Integer.BYTES; i++) {
      content[COUNT_AT + i] = (byte) (changes >>> (8 * i));
    }
    return content.length == length ? content : Arrays.copyOf(content, length);
  }

  @Override
  public void put(RowTable table, RowBytes key, RowBytes value) {
    change(PUT, table, key);
    add(value);
  }

  @Override
  public void delete(RowTable table, RowBytes key) {
    change(DELETE, table, key);
  }

  @Override
  public void deleteRange(RowTable table, RowBytes from, RowBytes to) {
    change(DELETE_RANGE, table, from);
    add(to);
  }

  private void change(byte tag, RowTable table, RowBytes key) {
    room(1 + MOST_COUNT_BYTES);
    content[length++] = tag;
    addCount(Objects.requireNonNull(families.get(table)));
    add(key);
    changes++;
  }

  private void add(RowBytes bytes) {
    room(MOST_COUNT_BYTES + bytes.length());
    addCount(bytes.length());
    System.arraycopy(bytes.shared(), 0, content, length, bytes.length());
    length += bytes.length();
  }

  private void addCount(int count) {
    int left = count;
    while ((left & ~0x7F) != 0) {
      content[length++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    content[length++] = (byte) left;
  }

  private void room(int more) {
    int needed = Math.addExact(length, more);
    if (needed > content.length) {
      content = Arrays.copyOf(content, (int) Math.min(Integer.MAX_VALUE - 8, 2L * needed));
    }
  }
}
