package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Values under fields, in the order in which the fields came. While they are few and short they are
 * {@link PackedFields} in one array, which takes a fifth of the memory.
 */
final class HashValue extends Aggregate {
  private static final int MOST_PACKED_FIELDS = 128;
  private static final int MOST_PACKED_BYTES = 4096;

  /** A field takes two bytes at least: in so many there is room for one more. */
  private static final int FEW_BYTES = 2 * MOST_PACKED_FIELDS;

  /** One of the two, never both. */
  private byte @Nullable [] packed = PackedFields.NONE;

  private @Nullable OrderedMap<Bytes> unpacked;

  @Nullable Bytes get(Bytes field) {
    return packed != null ? PackedFields.get(packed, field) : map().get(field);
  }

  boolean has(Bytes field) {
    return packed != null ? PackedFields.find(packed, field) >= 0 : map().has(field);
  }

  @Override
  public int fetch() {
    return packed != null ? Prefetch.touch(packed) : 0;
  }

  @Override
  public @Nullable HashTable<?> elements() {
    return packed != null ? null : map().byName();
  }

  /** Whether the field is new. */
  boolean set(Bytes field, Bytes value) {
    changedElement(field);
    if (packed != null && !isShort(packed, field, value)) {
      unpack();
    }
    if (packed != null) {
      int place = PackedFields.find(packed, field);
      if (place >= 0) {
        packed = PackedFields.replace(packed, place, value);
        return false;
      } else if (hasRoom(packed)) {
        packed = PackedFields.add(packed, field, value);
        return true;
      }
      unpack();
    }
    return map().put(field, value) == null;
  }

  private void unpack() {
    unpacked = fields();
    packed = null;
  }

  /** Whether there are few enough. */
  static boolean mayBePacked(byte[] fields) {
    return fields.length <= MOST_PACKED_BYTES && PackedFields.count(fields) <= MOST_PACKED_FIELDS;
  }

  private static boolean isShort(byte[] fields, Bytes field, Bytes value) {
    return fields.length + (long) field.length() + value.length() < MOST_PACKED_BYTES;
  }

  /** Whether one field more is not too many. */
  private static boolean hasRoom(byte[] fields) {
    return fields.length < FEW_BYTES || PackedFields.count(fields) < MOST_PACKED_FIELDS;
  }

  boolean remove(Bytes field) {
    changedElement(field);
    if (packed == null) {
      return map().remove(field) != null;
    }
    int place = PackedFields.find(packed, field);
    if (place < 0) {
      return false;
    }
    packed = PackedFields.remove(packed, field, place);
    return true;
  }

  int size() {
    return packed != null ? PackedFields.count(packed) : map().size();
  }

  void forEach(BiConsumer<Bytes, Bytes> consumer) {
    if (packed != null) {
      PackedFields.forEach(packed, consumer);
    } else {
      map().forEach(field -> consumer.accept(field.name(), field.value()));
    }
  }

  /**
   * All that is packed, or null where it is not. For reading only, until the next change, which may
   * be made in it.
   */
  byte @Nullable [] packed() {
    return packed;
  }

  /** Takes what was packed, and is nobody else's, in the place of what is there. */
  void packed(byte[] fields) {
    packed = fields;
    unpacked = null;
  }

  /** The fields, for reading only, as they are now. */
  OrderedMap<Bytes> fields() {
    if (packed == null) {
      return map();
    }
    OrderedMap<Bytes> fields = new OrderedMap<>();
    PackedFields.forEach(packed, fields::put);
    return fields;
  }

  private OrderedMap<Bytes> map() {
    OrderedMap<Bytes> present = unpacked;
    if (present == null) {
      throw new IllegalStateException("neither packed nor unpacked");
    }
    return present;
  }

  @Override
  public HashValue copy() {
    HashValue copy = new HashValue();
    if (packed != null) {
      copy.packed(packed.clone());
    } else {
      forEach(copy::set);
    }
    return copy;
  }

  @Override
  public ValueType type() {
    return ValueType.HASH;
  }

  @Override
  public boolean isEmpty() {
    return packed != null ? packed.length == 0 : map().size() == 0;
  }
}
