package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** Rows in memory. */
final class RowTables implements RowSink {
  private final Map<RowTable, NavigableMap<Bytes, Bytes>> tables = new EnumMap<>(RowTable.class);

  RowTables() {
    for (RowTable table : RowTable.values()) {
      tables.put(table, new TreeMap<>());
    }
  }

  NavigableMap<Bytes, Bytes> table(RowTable table) {
    return Objects.requireNonNull(tables.get(table));
  }

  @Override
  public void put(RowTable table, RowBytes key, RowBytes value) {
    table(table).put(Rows.bytes(key), Rows.bytes(value));
  }

  @Override
  public void delete(RowTable table, RowBytes key) {
    table(table).remove(Rows.bytes(key));
  }

  @Override
  public void deleteRange(RowTable table, RowBytes from, RowBytes to) {
    table(table).subMap(Rows.bytes(from), Rows.bytes(to)).clear();
  }

  /** A keyspace with what is in the rows, which notes its own changes. */
  Keyspace load(int databases, int mostPackedBytes) {
    Keyspace keyspace = new Keyspace(databases);
    keyspace.keepRows(mostPackedBytes);
    RowReader reader = new RowReader(keyspace);
    tables.forEach(
        (table, rows) ->
            rows.forEach((key, value) -> reader.read(table, key.shared(), value.shared())));
    reader.end();
    return keyspace;
  }
}
