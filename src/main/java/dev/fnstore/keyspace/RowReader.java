package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills an empty keyspace from its rows: first those of {@link RowTable#DATABASES}, then of {@link
 * RowTable#KEYS}, then of {@link RowTable#ELEMENTS}, each table in the order of its keys. Keys that
 * have expired come too, and expire as any others.
 */
public final class RowReader {
  private final Keyspace keyspace;
  private final Map<Long, Aggregate> spread = new HashMap<>();
  private final Database[] bySpace;
  private @Nullable Aggregate current;
  private long currentId = -1;

  /** Of rows for a keyspace that has no keys. */
  public RowReader(Keyspace keyspace) {
    this.keyspace = keyspace;
    this.bySpace = keyspace.bySpace();
  }

  /**
   * Takes the next row.
   *
   * @throws DamagedRowException if it is not as one is written
   */
  public void read(RowTable table, byte[] key, byte[] value) {
    RowInput name = new RowInput(key);
    RowInput content = new RowInput(value);
    switch (table) {
      case DATABASES -> readDatabases(content);
      case KEYS -> readKey(name.readInt(), name.readRest(), content);
      case ELEMENTS -> readElement(name.readLong(), name.readRest(), content);
    }
  }

  private void readDatabases(RowInput content) {
    int[] spaces = new int[keyspace.databases()];
    Arrays.setAll(spaces, number -> number);
    for (int number = 0; !content.isAtEnd(); number++) {
      int space = content.readInt();
      if (number < spaces.length) {
        spaces[number] = space;
      } else if (space != number) {
        throw tooFew(number);
      }
    }
    keyspace.arrange(spaces);
  }

  private static DamagedRowException tooFew(int database) {
    return new DamagedRowException(
        "there is a database " + database + ", but `databases` says that there are fewer");
  }

  private void readKey(int space, Bytes name, RowInput content) {
    byte kind = content.readByte();
    long expireAtMs = (kind & Rows.EXPIRES) != 0 ? content.readLong() : Entry.NEVER;
    if (space < 0 || space >= bySpace.length) {
      throw tooFew(space);
    }
    Database database = bySpace[space];
    int type = Rows.type(kind);
    if (type == Rows.number(ValueType.STRING)) {
      database.restore(name, new StringValue(content.readRest()), expireAtMs);
    } else {
      boolean isSpread = (kind & Rows.SPREAD) != 0;
      database.restore(name, aggregate(Rows.elements(type), isSpread, content), expireAtMs);
    }
  }

  private <V extends Aggregate> V aggregate(ElementRows<V> rows, boolean isSpread, RowInput in) {
    V value = rows.create();
    if (isSpread) {
      long id = in.readLong();
      rows.readHead(value, in);
      spread.put(id, value);
      keyspace.usedId(id);
    } else {
      rows.unpack(value, in);
    }
    return value;
  }

  private void readElement(long id, Bytes row, RowInput content) {
    if (id != currentId) {
      endCurrent();
      current = spread.remove(id);
      currentId = id;
    }
    if (current == null) {
      throw new DamagedRowException("an element belongs to no key");
    }
    readElement(current, Rows.elements(Rows.number(current.type())), row, content);
  }

  private static <V extends Aggregate> void readElement(
      Aggregate value, ElementRows<V> rows, Bytes row, RowInput content) {
    rows.readElement(rows.type().cast(value), row, content);
  }

  private void endCurrent() {
    if (current != null) {
      end(current, Rows.elements(Rows.number(current.type())), currentId);
    }
    current = null;
  }

  /** From here on changes of its elements are noted. */
  private static <V extends Aggregate> void end(Aggregate value, ElementRows<V> rows, long id) {
    Spread stored = Spread.stored(id);
    rows.refresh(rows.type().cast(value), stored);
    stored.written();
    value.spread(stored);
  }

  /**
   * All rows have come.
   *
   * @throws DamagedRowException if elements are missing
   */
  public void end() {
    endCurrent();
    for (Map.Entry<Long, Aggregate> left : spread.entrySet()) {
      if (left.getValue().isEmpty()) {
        throw new DamagedRowException("the elements of a key are missing");
      }
      end(left.getValue(), Rows.elements(Rows.number(left.getValue().type())), left.getKey());
    }
    spread.clear();
  }
}
