package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values under fields, in the order in which the fields came. */
final class HashValue implements Value {
  private final Map<Bytes, Bytes> fields = new LinkedHashMap<>();

  @Nullable Bytes get(Bytes field) {
    return fields.get(field);
  }

  boolean has(Bytes field) {
    return fields.containsKey(field);
  }

  /** Whether the field is new. */
  boolean set(Bytes field, Bytes value) {
    return fields.put(field, value) == null;
  }

  boolean remove(Bytes field) {
    return fields.remove(field) != null;
  }

  int size() {
    return fields.size();
  }

  Map<Bytes, Bytes> fields() {
    return Collections.unmodifiableMap(fields);
  }

  @Override
  public HashValue copy() {
    HashValue copy = new HashValue();
    copy.fields.putAll(fields);
    return copy;
  }

  @Override
  public ValueType type() {
    return ValueType.HASH;
  }

  @Override
  public boolean isEmpty() {
    return fields.isEmpty();
  }
}
