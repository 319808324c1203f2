package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Few fields with their values, in one array, in the order in which the fields came: counted field,
 * counted value, …, as {@link RowBytes#addCounted} writes them. It is what a hash is in its row.
 * What is changed may be changed in the array that is given; what comes back holds the change.
 */
final class PackedFields {
  /** No fields. Nothing is ever written in it. */
  static final byte[] NONE = {};

  private PackedFields() {}

  /** How many. */
  static int count(byte[] fields) {
    int count = 0;
    for (int next = 0; next < fields.length; next = behind(fields, behind(fields, next))) {
      count++;
    }
    return count;
  }

  /**
   * What a row holds.
   *
   * @throws DamagedRowException if it is not what was written
   */
  static byte[] of(Bytes row) {
    RowInput in = new RowInput(row.shared());
    while (!in.isAtEnd()) {
      in.skipCounted();
      in.skipCounted();
    }
    return row.toByteArray();
  }

  static @Nullable Bytes get(byte[] fields, Bytes field) {
    int place = find(fields, field);
    return place < 0 ? null : read(fields, place);
  }

  /** With another value in the place of the one that {@link #find} has found. */
  static byte[] replace(byte[] fields, int place, Bytes value) {
    int present = lengthAt(fields, place);
    if (present == value.length()) { // counters, times and states are mostly as long as before
      System.arraycopy(value.shared(), 0, fields, place + headBytes(present), present);
      return fields;
    }
    return splice(fields, place, behind(fields, place), counted(value));
  }

  /** With a field that is not there, behind all others. */
  static byte[] add(byte[] fields, Bytes field, Bytes value) {
    int name = headBytes(field.length()) + field.length();
    int added = name + headBytes(value.length()) + value.length();
    byte[] changed = Arrays.copyOf(fields, fields.length + added);
    write(field, changed, fields.length);
    write(value, changed, fields.length + name);
    return changed;
  }

  /** Without {@code field}, whose value {@link #find} has found. */
  static byte[] remove(byte[] fields, Bytes field, int place) {
    int from = place - headBytes(field.length()) - field.length();
    return splice(fields, from, behind(fields, place), NONE);
  }

  static void forEach(byte[] fields, BiConsumer<Bytes, Bytes> consumer) {
    int next = 0;
    while (next < fields.length) {
      int value = behind(fields, next);
      consumer.accept(read(fields, next), read(fields, value));
      next = behind(fields, value);
    }
  }

  /** Where the value of {@code field} is, its count first; -1 if there is no such field. */
  static int find(byte[] fields, Bytes field) {
    byte[] wanted = field.shared();
    int next = 0;
    while (next < fields.length) {
      int length = lengthAt(fields, next);
      int from = next + headBytes(length);
      int value = from + length;
      if (length == wanted.length && Arrays.equals(fields, from, value, wanted, 0, wanted.length)) {
        return value;
      }
      next = behind(fields, value);
    }
    return -1;
  }

  /** The counted string at {@code place}. */
  private static Bytes read(byte[] fields, int place) {
    int length = lengthAt(fields, place);
    return Bytes.copyOf(fields, place + headBytes(length), length);
  }

  /** Where the counted string at {@code place} ends. */
  private static int behind(byte[] fields, int place) {
    int length = lengthAt(fields, place);
    return place + headBytes(length) + length;
  }

  /** The count at {@code place}. */
  private static int lengthAt(byte[] fields, int place) {
    int length = 0;
    int next = place;
    for (int shift = 0; ; shift += 7) {
      byte group = fields[next++];
      length |= (group & 0x7F) << shift;
      if (group >= 0) {
        return length;
      }
    }
  }

  /** How many bytes a count takes. */
  private static int headBytes(int length) {
    int bytes = 1;
    for (int left = length >>> 7; left != 0; left >>>= 7) {
      bytes++;
    }
    return bytes;
  }

  private static byte[] counted(Bytes bytes) {
    byte[] counted = new byte[headBytes(bytes.length()) + bytes.length()];
    write(bytes, counted, 0);
    return counted;
  }

  private static void write(Bytes bytes, byte[] to, int place) {
    int next = place;
    int left = bytes.length();
    while ((left & ~0x7F) != 0) {
      to[next++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    to[next++] = (byte) left;
    System.arraycopy(bytes.shared(), 0, to, next, bytes.length());
  }

  private static byte[] splice(byte[] fields, int from, int to, byte[] by) {
    byte[] changed = new byte[fields.length - (to - from) + by.length];
    System.arraycopy(fields, 0, changed, 0, from);
    System.arraycopy(by, 0, changed, from, by.length);
    System.arraycopy(fields, to, changed, from + by.length, fields.length - to);
    return changed;
  }
}
