package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Few fields with their values, in one array, in the order in which the fields came: counted field,
 * counted value, …, as {@link RowBytes#addCounted} writes them. It is what a hash is in its row.
 */
final class PackedFields {
  private static final byte[] NOTHING = {};

  private byte[] content;
  private int count;

  PackedFields() {
    this(NOTHING, 0);
  }

  private PackedFields(byte[] content, int count) {
    this.content = content;
    this.count = count;
  }

  /** What {@link #content} was. */
  static PackedFields of(Bytes content) {
    RowInput in = new RowInput(content.shared());
    int count = 0;
    while (!in.isAtEnd()) {
      in.skipCounted();
      in.skipCounted();
      count++;
    }
    return new PackedFields(content.toByteArray(), count);
  }

  int count() {
    return count;
  }

  /** For reading only, until the next change, which may be made in it. */
  byte[] content() {
    return content;
  }

  PackedFields copy() {
    return new PackedFields(content.clone(), count);
  }

  @Nullable Bytes get(Bytes field) {
    int value = valueOf(field);
    if (value < 0) {
      return null;
    }
    int length = lengthAt(value);
    return Bytes.copyOf(content, value + headBytes(length), length);
  }

  boolean has(Bytes field) {
    return valueOf(field) >= 0;
  }

  /** Whether the field is new. */
  boolean set(Bytes field, Bytes value) {
    int place = valueOf(field);
    if (place >= 0) {
      int present = lengthAt(place);
      if (present == value.length()) { // counters, times and states are mostly as long as before
        System.arraycopy(value.shared(), 0, content, place + headBytes(present), present);
        return false;
      }
      replace(place, place + headBytes(present) + present, counted(value));
      return false;
    }
    byte[] name = counted(field);
    byte[] added = Arrays.copyOf(name, name.length + headBytes(value.length()) + value.length());
    write(value, added, name.length);
    replace(content.length, content.length, added);
    count++;
    return true;
  }

  /** Whether the field was there. */
  boolean remove(Bytes field) {
    int value = valueOf(field);
    if (value < 0) {
      return false;
    }
    int length = lengthAt(value);
    int from = value - headBytes(field.length()) - field.length();
    replace(from, value + headBytes(length) + length, NOTHING);
    count--;
    return true;
  }

  void forEach(BiConsumer<Bytes, Bytes> consumer) {
    int next = 0;
    while (next < content.length) {
      int length = lengthAt(next);
      int value = next + headBytes(length) + length;
      Bytes field = Bytes.copyOf(content, next + headBytes(length), length);
      int valueLength = lengthAt(value);
      next = value + headBytes(valueLength) + valueLength;
      consumer.accept(field, Bytes.copyOf(content, next - valueLength, valueLength));
    }
  }

  /** Where the value of {@code field} is, its count first; -1 if there is no such field. */
  private int valueOf(Bytes field) {
    byte[] wanted = field.shared();
    int next = 0;
    while (next < content.length) {
      int length = lengthAt(next);
      int from = next + headBytes(length);
      int value = from + length;
      if (length == wanted.length
          && Arrays.equals(content, from, value, wanted, 0, wanted.length)) {
        return value;
      }
      int valueLength = lengthAt(value);
      next = value + headBytes(valueLength) + valueLength;
    }
    return -1;
  }

  /** The count at {@code place}. */
  private int lengthAt(int place) {
    int length = 0;
    int next = place;
    for (int shift = 0; ; shift += 7) {
      byte group = content[next++];
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

  private void replace(int from, int to, byte[] by) {
    byte[] changed = new byte[content.length - (to - from) + by.length];
    System.arraycopy(content, 0, changed, 0, from);
    System.arraycopy(by, 0, changed, from, by.length);
    System.arraycopy(content, to, changed, from + by.length, content.length - to);
    content = changed;
  }
}
