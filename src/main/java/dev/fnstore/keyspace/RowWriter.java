package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/** Writes keys and values as {@link Rows}. */
final class RowWriter {
  private static final int KEY_ROOM = 256;
  private static final int VALUE_ROOM = 2 * RowChanges.MOST_PACKED_BYTES;

  private final RowSink sink;
  private final int mostPackedBytes;
  private final RowBytes key = new RowBytes(KEY_ROOM);
  private final RowBytes end = new RowBytes(Long.BYTES);
  private final RowBytes value = new RowBytes(VALUE_ROOM);

  RowWriter(RowSink sink, int mostPackedBytes) {
    this.sink = sink;
    this.mostPackedBytes = mostPackedBytes;
  }

  void databases(Database[] databases) {
    value.clear();
    for (Database database : databases) {
      value.addInt(database.space());
    }
    sink.put(RowTable.DATABASES, key.clear(), value);
  }

  /** Deletes all keys of a space. */
  void clear(int space) {
    sink.deleteRange(RowTable.KEYS, key.clear().addInt(space), end.clear().addInt(space + 1));
  }

  void delete(int space, Bytes name) {
    sink.delete(RowTable.KEYS, key.clear().addInt(space).add(name));
  }

  void deleteElements(Spread spread) {
    sink.deleteRange(
        RowTable.ELEMENTS, key.clear().addLong(spread.id()), end.clear().addLong(spread.id() + 1));
  }

  /**
   * Writes a key and what has changed of its value.
   *
   * @param nextId the id that its value gets if it has none and needs one
   * @return the next one after that
   */
  long put(int space, Entry entry, long nextId) {
    if (entry.value() instanceof Aggregate aggregate) {
      return put(space, entry, aggregate, Rows.elements(Rows.number(aggregate.type())), nextId);
    }
    head(entry, 0);
    value.add(((StringValue) entry.value()).content());
    putKey(space, entry);
    return nextId;
  }

  private void head(Entry entry, int flags) {
    int kind = Rows.number(entry.value().type()) | flags | (entry.expires() ? Rows.EXPIRES : 0);
    value.clear().add((byte) kind);
    if (entry.expires()) {
      value.addLong(entry.expireAtMs());
    }
  }

  private void putKey(int space, Entry entry) {
    sink.put(RowTable.KEYS, key.clear().addInt(space).add(entry.key()), value);
  }

  private <V extends Aggregate> long put(
      int space, Entry entry, Aggregate aggregate, ElementRows<V> rows, long nextId) {
    V elements = rows.type().cast(aggregate);
    long next = nextId;
    Spread spread = elements.spread();
    if (spread == null) {
      if (!rows.isAlwaysSpread()) {
        head(entry, 0);
        rows.pack(elements, value, mostPackedBytes);
        if (value.length() <= mostPackedBytes) {
          putKey(space, entry);
          return next;
        }
      }
      spread = Spread.fresh(next++);
      elements.spread(spread);
    }
    head(entry, Rows.SPREAD);
    value.addLong(spread.id());
    rows.writeHead(elements, value);
    putKey(space, entry);
    putElements(elements, rows, spread);
    return next;
  }

  private <V extends Aggregate> void putElements(V elements, ElementRows<V> rows, Spread spread) {
    rows.refresh(elements, spread);
    if (spread.isChangedAll()) {
      deleteElements(spread);
      rows.forEachRow(elements, row -> putElement(elements, rows, spread, row));
    } else {
      spread.changed().forEach(row -> putElement(elements, rows, spread, row));
    }
    spread.written();
  }

  private <V extends Aggregate> void putElement(
      V elements, ElementRows<V> rows, Spread spread, Bytes row) {
    key.clear().addLong(spread.id()).add(row);
    if (rows.writeElement(elements, row, value.clear())) {
      sink.put(RowTable.ELEMENTS, key, value);
    } else {
      sink.delete(RowTable.ELEMENTS, key);
    }
  }
}
