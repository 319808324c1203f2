package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/**
 * What a keyspace looks like in rows. Numbers are big-endian; a count is written seven bits a byte,
 * a counted string as a count and its bytes.
 *
 * <pre>
 *   DATABASES  key    (nothing)
 *              value  space u32 …, by the number of the database: SWAPDB exchanges two of them
 *
 *   KEYS       key    space u32, the key
 *              value  kind u8: type (1 string, 2 hash, 3 list, 4 set, 5 sorted set, 6 stream)
 *                       + 0x40 if the elements have rows of their own, + 0x80 if it expires
 *                     if it expires: u64, in ms since 1970
 *                     then the value:
 *                       string      its bytes
 *                       hash        counted field, counted value, …
 *                       list, set   counted element, …
 *                       sorted set  counted member, score f64, …
 *                     or, where elements have rows: id u64, and of a stream
 *                       last ID u64 u64, highest deleted ID u64 u64, entries added u64
 *
 *   ELEMENTS   key    id u64, then
 *                       hash        field
 *                       list        position i64, + 2^63 so that it sorts
 *                       set         member
 *                       sorted set  member
 *                       stream      0, ID u64 u64           an entry
 *                                   1, group u32            a group
 *                                   2, group u32, ID u64 u64  what is pending there
 *              value    hash        value
 *                       list        element
 *                       set         (nothing)
 *                       sorted set  score f64
 *                       stream      counted field, counted value, …
 *                                   counted name, last ID u64 u64, entries read u64, then
 *                                     counted consumer, seen u64, active u64, …
 *                                   counted consumer, delivered u64, times u64
 * </pre>
 */
final class Rows {
  static final int SPREAD = 0x40;
  static final int EXPIRES = 0x80;
  private static final int TYPE = 0x3F;

  private Rows() {}

  static int type(byte kind) {
    return kind & TYPE;
  }

  /** The number of a value's type in rows. */
  static int number(ValueType type) {
    return switch (type) {
      case STRING -> 1;
      case HASH -> 2;
      case LIST -> 3;
      case SET -> 4;
      case SORTED_SET -> 5;
      case STREAM -> 6;
    };
  }

  /** How the elements of a value of this type are written. */
  static ElementRows<? extends Aggregate> elements(int number) {
    return switch (number) {
      case 2 -> new HashRows();
      case 3 -> new ListRows();
      case 4 -> new SetRows();
      case 5 -> new SortedSetRows();
      case 6 -> new StreamRows();
      default -> throw new DamagedRowException("there is no type " + number);
    };
  }

  static Bytes bytes(RowBytes row) {
    return Bytes.copyOf(row.shared(), 0, row.length());
  }
}
