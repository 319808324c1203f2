package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Values under fields, in the order in which the fields came. While they are few and short they are
 * packed into one array, which takes a fifth of the memory.
 */
final class HashValue extends Aggregate {
  private static final int MOST_PACKED_FIELDS = 128;
  private static final int MOST_PACKED_BYTES = 4096;

  private @Nullable PackedFields packed = new PackedFields();
  private @Nullable OrderedMap<Bytes> unpacked;

  @Nullable Bytes get(Bytes field) {
    return packed != null ? packed.get(field) : map().get(field);
  }

  boolean has(Bytes field) {
    return packed != null ? packed.has(field) : map().has(field);
  }

  @Override
  public int fetch() {
    return packed != null ? Prefetch.touch(packed.content()) : 0;
  }

  @Override
  public @Nullable HashTable<?> elements() {
    return packed != null ? null : map().byName();
  }

  /** Whether the field is new. */
  boolean set(Bytes field, Bytes value) {
    changedElement(field);
    if (packed != null && !hasRoomFor(packed, field, value)) {
      unpacked = fields();
      packed = null;
    }
    return packed != null ? packed.set(field, value) : map().put(field, value) == null;
  }

  /** Whether there are few enough. */
  static boolean mayBePacked(PackedFields fields) {
    return fields.count() <= MOST_PACKED_FIELDS && fields.content().length <= MOST_PACKED_BYTES;
  }

  private static boolean hasRoomFor(PackedFields packed, Bytes field, Bytes value) {
    return packed.count() < MOST_PACKED_FIELDS
        && packed.content().length + (long) field.length() + value.length() < MOST_PACKED_BYTES;
  }

  boolean remove(Bytes field) {
    changedElement(field);
    return packed != null ? packed.remove(field) : map().remove(field) != null;
  }

  int size() {
    return packed != null ? packed.count() : map().size();
  }

  void forEach(BiConsumer<Bytes, Bytes> consumer) {
    if (packed != null) {
      packed.forEach(consumer);
    } else {
      map().forEach(field -> consumer.accept(field.name(), field.value()));
    }
  }

  /** All that is packed, or null where it is not. */
  @Nullable PackedFields packed() {
    return packed;
  }

  /** Takes what was packed, in the place of what is there. */
  void packed(PackedFields fields) {
    packed = fields;
    unpacked = null;
  }

  /** The fields, for reading only, as they are now. */
  OrderedMap<Bytes> fields() {
    if (packed == null) {
      return map();
    }
    OrderedMap<Bytes> fields = new OrderedMap<>();
    packed.forEach(fields::put);
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
      copy.packed(packed.copy());
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
    return size() == 0;
  }
}
