package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/** See {@link Rows}. */
final class ListRows implements ElementRows<ListValue> {
  @Override
  public Class<ListValue> type() {
    return ListValue.class;
  }

  @Override
  public ListValue create() {
    return new ListValue();
  }

  /** The row of the element at {@code position}. */
  static Bytes row(long position) {
    return Rows.bytes(new RowBytes(Long.BYTES).addLong(position ^ Long.MIN_VALUE));
  }

  private static long position(Bytes row) {
    return new RowInput(row.shared()).readLong() ^ Long.MIN_VALUE;
  }

  @Override
  public void pack(ListValue value, RowBytes out, int most) {
    for (int i = 0; i < value.size() && out.length() <= most; i++) {
      out.addCounted(value.get(i));
    }
  }

  @Override
  public void unpack(ListValue value, RowInput in) {
    while (!in.isAtEnd()) {
      value.addLast(in.readCounted());
    }
  }

  @Override
  public void refresh(ListValue value, Spread spread) {
    value.changedEnds(spread);
  }

  @Override
  public void forEachRow(ListValue value, RowVisitor rows) {
    for (int i = 0; i < value.size(); i++) {
      rows.visit(row(value.position() + i));
    }
  }

  @Override
  public boolean writeElement(ListValue value, Bytes row, RowBytes out) {
    long index = position(row) - value.position();
    if (index < 0 || index >= value.size()) {
      return false;
    }
    out.add(value.get((int) index));
    return true;
  }

  @Override
  public void readElement(ListValue value, Bytes row, RowInput in) {
    if (value.size() == 0) {
      value.beginAt(position(row));
    } else if (position(row) != value.position() + value.size()) {
      throw new DamagedRowException("an element of a list is missing");
    }
    value.addLast(in.readRest());
  }
}
