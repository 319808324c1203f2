package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/** See {@link Rows}. */
final class SetRows implements ElementRows<SetValue> {
  @Override
  public Class<SetValue> type() {
    return SetValue.class;
  }

  @Override
  public SetValue create() {
    return new SetValue();
  }

  @Override
  public void pack(SetValue value, RowBytes out, int most) {
    for (OrderedMap.Item<Boolean> member : value.members()) {
      out.addCounted(member.name());
      if (out.length() > most) {
        return;
      }
    }
  }

  @Override
  public void unpack(SetValue value, RowInput in) {
    while (!in.isAtEnd()) {
      value.add(in.readCounted());
    }
  }

  @Override
  public void forEachRow(SetValue value, RowVisitor rows) {
    value.members().forEach(member -> rows.visit(member.name()));
  }

  @Override
  public boolean writeElement(SetValue value, Bytes row, RowBytes out) {
    return value.has(row);
  }

  @Override
  public void readElement(SetValue value, Bytes row, RowInput in) {
    value.add(row);
  }
}
