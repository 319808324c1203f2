package dev.fnstore.data;

import dev.fnstore.keyspace.RowBytes;
import dev.fnstore.keyspace.RowSink;
import dev.fnstore.keyspace.RowTable;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

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
final class RowBatch implements RowSink, AutoCloseable {
  private static final int HEAD_BYTES = 12;
  private static final int COUNT_AT = 8;
  private static final byte[] NOTHING = {};
  private static final int ROOM = 4096;
  private static final int MOST_COUNT_BYTES = 5;

  /** Of a change: its tag, its family and both counts. */
  private static final int MOST_BESIDE_BYTES = 1 + 3 * MOST_COUNT_BYTES;

  private static final byte PUT = 5;
  private static final byte DELETE = 4;
  private static final byte DELETE_RANGE = 14;

  /**
   * More goes to memory that RocksDB keeps, row by row: commands may have filled the heap, where a
   * large array finds no place in one piece.
   */
  private static final int MOST_BYTES = 256 << 10;

  private final Map<RowTable, ColumnFamilyHandle> families;
  private byte[] content = new byte[ROOM];
  private int length = HEAD_BYTES;
  private int changes;
  private @Nullable WriteBatch large;

  /**
   * Without a change.
   *
   * @param families of the store, which must stay open until all changes are made
   */
  RowBatch(Map<RowTable, ColumnFamilyHandle> families) {
    this.families = families;
  }

  boolean isEmpty() {
    return changes == 0;
  }

  /** How many bytes it has. */
  long length() {
    WriteBatch present = large;
    return present == null ? length : present.getDataSize();
  }

  /** All of it, as RocksDB takes it, in memory that is RocksDB's. */
  WriteBatch take() throws RocksDBException {
    WriteBatch present = large;
    if (present == null) {
      for (int i = 0; i < Integer.BYTES; i++) {
        content[COUNT_AT + i] = (byte) (changes >>> (8 * i));
      }
      present = new WriteBatch(content.length == length ? content : Arrays.copyOf(content, length));
      large = present;
      content = NOTHING;
    }
    return present;
  }

  private ColumnFamilyHandle family(RowTable table) {
    return Objects.requireNonNull(families.get(table));
  }

  /** Where changes go that are too many for the heap; null while they are few. */
  private @Nullable WriteBatch large(long more) throws RocksDBException {
    return large == null && length + more + MOST_BESIDE_BYTES > MOST_BYTES ? take() : large;
  }

  @Override
  public void put(RowTable table, RowBytes key, RowBytes value) {
    change(PUT, table, key, value);
  }

  @Override
  public void delete(RowTable table, RowBytes key) {
    change(DELETE, table, key, null);
  }

  @Override
  public void deleteRange(RowTable table, RowBytes from, RowBytes to) {
    change(DELETE_RANGE, table, from, to);
  }

  private void change(byte tag, RowTable table, RowBytes key, @Nullable RowBytes other) {
    try {
      WriteBatch present = large((long) key.length() + (other == null ? 0 : other.length()));
      if (present == null) {
        add(tag, table, key);
        if (other != null) {
          add(other);
        }
      } else if (other == null) {
        present.delete(family(table), bytes(key));
      } else if (tag == PUT) {
        present.put(family(table), bytes(key), bytes(other));
      } else {
        present.deleteRange(family(table), bytes(key), bytes(other));
      }
      changes++;
    } catch (RocksDBException e) {
      throw new DataException("changed keys cannot be held: " + e.getMessage(), e);
    }
  }

  /** A large value is not copied once more. */
  private static byte[] bytes(RowBytes row) {
    byte[] shared = row.shared();
    return shared.length == row.length() ? shared : Arrays.copyOf(shared, row.length());
  }

  private void add(byte tag, RowTable table, RowBytes key) {
    room(1 + MOST_COUNT_BYTES);
    content[length++] = tag;
    addCount(family(table).getID());
    add(key);
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
      content = Arrays.copyOf(content, Math.min(MOST_BYTES, 2 * needed));
    }
  }

  @Override
  public void close() {
    if (large != null) {
      large.close();
    }
  }
}
