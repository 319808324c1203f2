package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/** See {@link Rows}. */
final class SortedSetRows implements ElementRows<SortedSetValue> {
  @Override
  public Class<SortedSetValue> type() {
    return SortedSetValue.class;
  }

  @Override
  public SortedSetValue create() {
    return new SortedSetValue();
  }

  @Override
  public void pack(SortedSetValue value, RowBytes out, int most) {
    for (OrderedMap.Item<Scored> member : value.members()) {
      out.addCounted(member.name()).addLong(Double.doubleToRawLongBits(member.value().score()));
      if (out.length() > most) {
        return;
      }
    }
  }

  @Override
  public void unpack(SortedSetValue value, RowInput in) {
    while (!in.isAtEnd()) {
      value.put(in.readCounted(), Double.longBitsToDouble(in.readLong()));
    }
  }

  @Override
  public void forEachRow(SortedSetValue value, RowVisitor rows) {
    value.members().forEach(member -> rows.visit(member.name()));
  }

  @Override
  public boolean writeElement(SortedSetValue value, Bytes row, RowBytes out) {
    Scored found = value.find(row);
    if (found != null) {
      out.addLong(Double.doubleToRawLongBits(found.score()));
    }
    return found != null;
  }

  @Override
  public void readElement(SortedSetValue value, Bytes row, RowInput in) {
    value.put(row, Double.longBitsToDouble(in.readLong()));
  }
}
