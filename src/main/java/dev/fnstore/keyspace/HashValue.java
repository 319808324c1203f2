package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/** Values under fields, in the order in which the fields came. */
final class HashValue extends Aggregate {
  private final OrderedMap<Bytes> fields = new OrderedMap<>();

  @Nullable Bytes get(Bytes field) {
    return fields.get(field);
  }

  boolean has(Bytes field) {
    return fields.has(field);
  }

  /** Whether the field is new. */
  boolean set(Bytes field, Bytes value) {
    changedElement(field);
    return fields.put(field, value) == null;
  }

  boolean remove(Bytes field) {
    changedElement(field);
    return fields.remove(field) != null;
  }

  int size() {
    return fields.size();
  }

  /** The fields, for reading only. */
  OrderedMap<Bytes> fields() {
    return fields;
  }

  @Override
  public HashValue copy() {
    HashValue copy = new HashValue();
    fields.forEach(field -> copy.set(field.name(), field.value()));
    return copy;
  }

  @Override
  public ValueType type() {
    return ValueType.HASH;
  }

  @Override
  public boolean isEmpty() {
    return fields.size() == 0;
  }
}
