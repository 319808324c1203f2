package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/** See {@link Rows}. */
final class HashRows implements ElementRows<HashValue> {
  @Override
  public Class<HashValue> type() {
    return HashValue.class;
  }

  @Override
  public HashValue create() {
    return new HashValue();
  }

  @Override
  public void pack(HashValue value, RowBytes out, int most) {
    byte[] packed = value.packed();
    if (packed != null) {
      out.add(packed);
      return;
    }
    for (OrderedMap.Item<Bytes> field : value.fields()) {
      out.addCounted(field.name()).addCounted(field.value());
      if (out.length() > most) {
        return;
      }
    }
  }

  @Override
  public void unpack(HashValue value, RowInput in) {
    byte[] fields = PackedFields.of(in.readRest());
    if (HashValue.mayBePacked(fields)) {
      value.packed(fields);
    } else {
      PackedFields.forEach(fields, value::set);
    }
  }

  @Override
  public void forEachRow(HashValue value, RowVisitor rows) {
    value.forEach((field, content) -> rows.visit(field));
  }

  @Override
  public boolean writeElement(HashValue value, Bytes row, RowBytes out) {
    Bytes found = value.get(row);
    if (found != null) {
      out.add(found);
    }
    return found != null;
  }

  @Override
  public void readElement(HashValue value, Bytes row, RowInput in) {
    value.set(row, in.readRest());
  }
}
